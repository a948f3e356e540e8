package dev.rolesanywhere.operator.outcome;

import dev.rolesanywhere.client.arn.Arn;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.role.TargetRole;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a session needs, so that advice can name them.
 *
 * @param awsRole name of the AWSRole
 * @param spec of that AWSRole; absent where it does not exist
 * @param profileARN absent where no registration fits
 * @param trustAnchorARN absent where no registration fits
 */
public record SessionObjects(
        String awsRole,
        @Nullable AWSRoleSpec spec,
        @Nullable String profileARN,
        @Nullable String trustAnchorARN) {

    /** @param found the AWSRole with that name */
    public static SessionObjects of(String awsRole, Optional<AWSRole> found) {
        AWSRoleSpec spec = found.map(AWSRole::getSpec).orElse(null);
        AWSRoleStatus status = found.map(AWSRole::getStatus).orElse(null);
        return new SessionObjects(
                awsRole,
                spec,
                status == null ? null : status.profileARN(),
                status == null ? null : status.trustAnchorARN());
    }

    String iamRole() {
        return quoted("the IAM role", spec == null ? null : spec.roleARN());
    }

    String targetRole() {
        TargetRole target = spec == null ? null : spec.targetRole();
        return quoted("the target role", target == null ? null : target.roleARN());
    }

    String profile() {
        return quoted("the profile", profileARN);
    }

    String trustAnchor() {
        return quoted("the trust anchor", trustAnchorARN);
    }

    String awsTrustAnchor() {
        return spec == null ? "its AWSTrustAnchor" : "AWSTrustAnchor '" + spec.trustAnchorName() + "'";
    }

    /** Account and region of the quota of CreateSession. */
    String place() {
        return Arn.find(trustAnchorARN)
                .map(arn -> "account " + arn.account() + " in region " + arn.region())
                .orElse("the account");
    }

    /** Where a setting of the connection to AWS comes from; the AWSRole's own setting overrides the others. */
    String setting(String name, Function<AWSAccess, @Nullable Object> setting) {
        boolean own = spec != null && spec.aws() != null && setting.apply(spec.aws()) != null;
        return own
                ? "spec.aws.%s of AWSRole '%s'".formatted(name, awsRole)
                : "spec.aws.%s of AWSRole '%s' or %s, or the chart's aws.%s"
                        .formatted(name, awsRole, awsTrustAnchor(), name);
    }

    private static String quoted(String kind, @Nullable String arn) {
        return arn == null ? kind : kind + " '" + arn + "'";
    }
}
