package dev.rolesanywhere.crds.role;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.client.arn.Arn;
import dev.rolesanywhere.client.endpoint.Regions;
import dev.rolesanywhere.crds.egress.AWSAccess;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "!has(self.profileARN) || self.profileARN.split(':').size() < 6 || self.roleARN.split(':').size() < 6"
                + " || self.profileARN.split(':')[4] == self.roleARN.split(':')[4]",
        message =
                "profileARN must be in the same account as roleARN: Roles Anywhere rejects a profile of another account")
@ValidationRule(
        value = "!has(self.profileARN) || self.profileARN.split(':').size() < 6 || self.roleARN.split(':').size() < 6"
                + " || self.profileARN.split(':')[1] == self.roleARN.split(':')[1]",
        message = "profileARN must be in the same partition as roleARN, such as arn:aws for both")
@ValidationRule(
        value = "!has(self.targetRole) || self.targetRole.roleARN != self.roleARN",
        message = "targetRole.roleARN must differ from roleARN: leave targetRole out to use roleARN itself")
@ValidationRule(
        value = "!has(self.targetRole) || self.targetRole.roleARN.split(':')[1] == self.roleARN.split(':')[1]",
        message =
                "targetRole.roleARN must be of the same partition as roleARN, such as arn:aws for both: a role cannot assume a role of another partition")
public record AWSRoleSpec(
        @Default("{\"name\": \"default\"}")
        @JsonPropertyDescription("The AWSTrustAnchor whose certificates give access to this role.")
        @Nullable
        TrustAnchorReference trustAnchorRef,

        @Required
        @Size(max = 1011)
        @ValidationRule(
                value = "self.matches('" + AWSRoleSpec.ROLE_ARN + "')",
                message = "roleARN must be an IAM role's ARN, such as arn:aws:iam::111122223333:role/orders-reader")
        @JsonPropertyDescription("ARN of the IAM role.")
        String roleARN,

        @Size(max = 1011)
        @ValidationRule(
                value = "self.matches('" + Regions.ARN_OF_A_REGION + "')",
                message =
                        "profileARN must have a region of its own partition: arn:aws with one such as eu-west-1, arn:aws-cn with cn-north-1, arn:aws-us-gov with us-gov-west-1, arn:aws-eusc with eusc-de-east-1")
        @ValidationRule(
                value = "self.matches('" + AWSRoleSpec.PROFILE_ARN + "')",
                message =
                        "profileARN must be a Roles Anywhere profile's ARN, such as arn:aws:rolesanywhere:eu-west-1:111122223333:profile/01234567-89ab-cdef-0123-456789abcdef or arn:aws:rolesanywhere:eu-west-1:111122223333:alias/profile/prod")
        @JsonPropertyDescription(
                "The Roles Anywhere profile that lists this role. Default: the profile of the registration in this role's account.")
        @Nullable
        String profileARN,

        @Size(max = 16)
        @ValidationRule(
                value =
                        "self.matches('^([0-9]+h)?([0-9]+m)?([0-9]+s)?$') && duration(self) >= duration('900s') && duration(self) <= duration('12h')",
                message = "sessionDuration must be between 15m and 12h, written like 6h or 90m")
        @JsonPropertyDescription(
                "Session duration, 15m to 12h. Default: the profile's duration. AWS grants the shorter of this value and the profile's duration.")
        @Nullable
        String sessionDuration,

        @Required
        @JsonPropertyDescription(
                "The namespaces whose AWSRoleBindings may use this role. Enforced whenever a certificate is issued. This is the only"
                        + " limit for users with the verb bind on every role, for example through a RoleBinding to cluster-admin.")
        AllowedNamespaces allowedNamespaces,

        @Default("Role")
        @JsonPropertyDescription(
                "Scope of the generated IAM trust policy: Role (any pod bound to this role), Namespace, or ServiceAccount. With"
                        + " Namespace and ServiceAccount, each new binding needs a change in IAM.")
        @Nullable
        TrustPolicyScope trustPolicyScope,

        @Default("CertificateSerial")
        @JsonPropertyDescription(
                "Session name in ARNs and CloudTrail: CertificateSerial (AWS's default), or Pod, the pod's name (its last 64"
                        + " characters). Pod needs a Roles Anywhere profile with acceptRoleSessionName; otherwise AWS refuses the"
                        + " session. The pod itself sets the session name and the instanceProperties in CloudTrail; only the"
                        + " certificate's subject is signed by the operator.")
        @Nullable
        SessionName sessionName,

        @JsonPropertyDescription(
                "The role that the session of roleARN assumes. Pods get only the session of the target role, which lasts at most one hour. The status has the policies that both roles need in IAM.")
        @Nullable
        TargetRole targetRole,

        @JsonPropertyDescription(
                "How pods reach AWS for this role. Each field that is set overrides the trust anchor's field.")
        @Nullable
        AWSAccess aws) {

    static final String ROLE_ARN = "^arn:" + Regions.PARTITION + ":iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$";
    static final String PROFILE_ARN =
            "^arn:aws[a-z0-9-]*:rolesanywhere:[a-z0-9-]+:[0-9]{12}:(profile/[0-9a-f-]{36}|alias/profile/[A-Za-z0-9_-]+)$";
    static final String DURATION = "^(?=.)([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,8}s)?$";

    /** An object from before the schema may lack any field, so readers must accept missing fields. */
    public AWSRoleSpec {
        roleARN = roleARN == null ? "" : roleARN;
        allowedNamespaces = allowedNamespaces == null ? AllowedNamespaces.NONE : allowedNamespaces;
    }

    /** Without a target role. */
    public AWSRoleSpec(
            @Nullable TrustAnchorReference trustAnchorRef,
            String roleARN,
            @Nullable String profileARN,
            @Nullable String sessionDuration,
            AllowedNamespaces allowedNamespaces,
            @Nullable TrustPolicyScope trustPolicyScope,
            @Nullable SessionName sessionName,
            @Nullable AWSAccess aws) {
        this(
                trustAnchorRef,
                roleARN,
                profileARN,
                sessionDuration,
                allowedNamespaces,
                trustPolicyScope,
                sessionName,
                null,
                aws);
    }

    /** Why this role is unusable, with the correction; empty if it is usable. */
    public Optional<String> defect() {
        if (!roleARN.matches(ROLE_ARN)) {
            return Optional.of(
                    "spec.roleARN is not an IAM role's ARN. Write it like arn:aws:iam::111122223333:role/orders-reader.");
        }
        if (profileARN != null && !profileARN.matches(PROFILE_ARN)) {
            return Optional.of(
                    "spec.profileARN is not a Roles Anywhere profile's ARN. Write it like arn:aws:rolesanywhere:eu-west-1:111122223333:profile/01234567-89ab-cdef-0123-456789abcdef.");
        }
        if (profileARN != null
                && !Pattern.compile(Regions.ARN_OF_A_REGION).matcher(profileARN).find()) {
            return Optional.of(
                    "spec.profileARN has a region of another partition. Write arn:aws with a region such as eu-west-1, arn:aws-cn"
                            + " with cn-north-1, arn:aws-us-gov with us-gov-west-1, arn:aws-eusc with eusc-de-east-1.");
        }
        if (profileARN != null
                && !Arn.of(profileARN).partition().equals(Arn.of(roleARN).partition())) {
            return Optional.of(
                    "spec.profileARN and spec.roleARN are in different AWS partitions. Use the same partition for both.");
        }
        if (sessionDuration != null && !sessionDuration.matches(DURATION)) {
            return Optional.of("spec.sessionDuration is not a duration. Write it like 6h or 90m.");
        }
        if (trustPolicyScope == TrustPolicyScope.Unknown) {
            return Optional.of(
                    "spec.trustPolicyScope has a value that this version does not support. Write Role, Namespace or ServiceAccount.");
        }
        if (sessionName == SessionName.Unknown) {
            return Optional.of(
                    "spec.sessionName has a value that this version does not support. Write CertificateSerial or Pod.");
        }
        return targetDefect().or(allowedNamespaces::defect);
    }

    private Optional<String> targetDefect() {
        if (targetRole == null) {
            return Optional.empty();
        }
        Optional<String> defect = targetRole.defect();
        if (defect.isPresent()) {
            return defect;
        }
        if (targetRole.roleARN().equals(roleARN)) {
            return Optional.of(
                    "spec.targetRole.roleARN is spec.roleARN. Write another role, or leave spec.targetRole out to use spec.roleARN itself.");
        }
        return Arn.of(targetRole.roleARN()).partition().equals(Arn.of(roleARN).partition())
                ? Optional.empty()
                : Optional.of(
                        "spec.targetRole.roleARN and spec.roleARN are of different AWS partitions. Use the same partition for both: a role cannot assume a role of another partition.");
    }

    /** The role of pods in AWS: the target role if there is one. */
    public String servedRoleARN() {
        return targetRole == null ? roleARN : targetRole.roleARN();
    }

    /** The name of the AWSTrustAnchor; {@code default} if unset. */
    public String trustAnchorName() {
        return trustAnchorRef == null ? "default" : trustAnchorRef.name();
    }

    /** Spelled as the API spells them. */
    public enum SessionName {
        CertificateSerial,
        Pod,
        /** A value from a newer version. The API server rejects it. */
        @JsonIgnore
        Unknown;

        /** A value from a newer version must affect only this object, not its list. */
        @JsonCreator
        static SessionName read(String text) {
            for (SessionName value : values()) {
                if (value.name().equals(text)) {
                    return value;
                }
            }
            return Unknown;
        }
    }

    /** Spelled as the API spells them. */
    public enum TrustPolicyScope {
        Role,
        Namespace,
        ServiceAccount,
        /** A value from a newer version. The API server rejects it. */
        @JsonIgnore
        Unknown;

        /** A value from a newer version must affect only this object, not its list. */
        @JsonCreator
        static TrustPolicyScope read(String text) {
            for (TrustPolicyScope value : values()) {
                if (value.name().equals(text)) {
                    return value;
                }
            }
            return Unknown;
        }
    }

    /** Reference to an AWSTrustAnchor. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TrustAnchorReference(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the AWSTrustAnchor.")
            String name) {
        public TrustAnchorReference {
            name = name == null ? "" : name;
        }
    }
}
