package dev.rolesanywhere.crds.binding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.crds.naming.ObjectName;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AWSRoleBindingSpec(
        @Required @JsonPropertyDescription("The AWSRole that the pods get.")
        RoleReference roleRef,

        @Required
        @Size(min = 1, max = 64)
        @JsonPropertyDescription("The ServiceAccounts of this namespace whose pods get the role.")
        List<Subject> subjects,

        @JsonProperty("default")
        @JsonPropertyDescription(
                "Makes this role the default credentials of the pods; their other roles are AWS profiles. A pod's only role is always its default.")
        @Nullable
        Boolean isDefault,

        @Size(min = 1, max = 64)
        @ValidationRule(
                value = "self.matches('" + Sidecar.PROFILE_PATTERN + "') && self != 'default'",
                message =
                        "profile must be 1 to 64 letters, digits, '-', '_' and '.', and start with a letter or a digit, such as orders-reader; it must not be default: set default: true to make this role the default")
        @JsonPropertyDescription("Name of the AWS profile and of the endpoint path. Default: roleRef.name.")
        @Nullable
        String profile,

        @JsonPropertyDescription(
                "How pods get the credentials. Annotations of a pod or ServiceAccount override these settings.")
        @Nullable
        Injection injection,

        @JsonPropertyDescription("The credentials sidecar in the pods.") @Nullable
        SidecarSpec sidecar,

        @JsonPropertyDescription(
                "If true, the binding changes no pods and authorizes nothing; its status shows what it would do. Pods that already"
                        + " have a sidecar through this binding lose their credentials at the next renewal.")
        @Nullable
        Boolean dryRun) {

    /** For an active binding. */
    public AWSRoleBindingSpec(
            RoleReference roleRef,
            List<Subject> subjects,
            @Nullable Boolean isDefault,
            @Nullable String profile,
            @Nullable Injection injection,
            @Nullable SidecarSpec sidecar) {
        this(roleRef, subjects, isDefault, profile, injection, sidecar, null);
    }

    /** An object from before the schema may lack any field, so readers must accept missing fields. */
    public AWSRoleBindingSpec {
        roleRef = roleRef == null ? new RoleReference("") : roleRef;
        subjects = subjects == null
                ? List.of()
                : subjects.stream()
                        .filter(subject -> subject != null && subject.isServiceAccount())
                        .toList();
    }

    /** Why this binding is unusable, with the correction; empty if it is usable. */
    public Optional<String> defect() {
        if (roleRef.name().isEmpty()) {
            return Optional.of("spec.roleRef.name is missing. Write the name of an AWSRole.");
        }
        if (!ObjectName.SUBDOMAIN.allows(roleRef.name())) {
            return Optional.of(
                    "spec.roleRef.name is not a name that an AWSRole can have. Write one like orders-reader; the role's ARN goes into the AWSRole's spec.roleARN.");
        }
        return subjects.isEmpty()
                ? Optional.of("spec.subjects names no ServiceAccount. Write at least one: subjects: [{name: orders}].")
                : Optional.empty();
    }

    /** The AWS profile name: spec.profile, or the role's name. */
    public String profileName() {
        return profile == null ? roleRef.name() : profile;
    }

    public boolean makesDefault() {
        return Boolean.TRUE.equals(isDefault);
    }

    /** Whether the binding is a dry run, which authorizes nothing. */
    public boolean isDryRun() {
        return Boolean.TRUE.equals(dryRun);
    }

    /** Whether this binding names the ServiceAccount. */
    public boolean names(String serviceAccount) {
        return subjects.stream().anyMatch(subject -> subject.name().equals(serviceAccount));
    }

    /** Reference to an AWSRole. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RoleReference(
            @Required
            @Size(min = 1, max = 253)
            @ValidationRule(
                    value = "self.matches('^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')",
                    message =
                            "roleRef.name must be the name of an AWSRole, such as orders-reader; the role's ARN goes into the AWSRole's spec.roleARN")
            @JsonPropertyDescription("Name of the AWSRole.")
            String name) {
        public RoleReference {
            name = name == null ? "" : name;
        }
    }
}
