package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.authorities.aws.AwsEgress;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import org.jspecify.annotations.Nullable;

/** How AWS is reached: each member from the most specific place that sets it. */
public final class Egress {
    private Egress() {}

    public static AWSAccess of(OperatorSettings.Aws installation) {
        return new AWSAccess(
                installation.fips() ? true : null,
                installation.dualStack() ? true : null,
                installation.endpoint().orElse(null),
                installation.proxy().orElse(null),
                installation.caBundle().orElse(null),
                installation
                        .proxySecret()
                        .map(AWSAccess.ProxySecretReference::new)
                        .orElse(null));
    }

    /**
     * The more specific settings over the less specific ones. An endpoint and the address that {@code fips} and {@code dualStack}
     * choose exclude each other, so the more specific of the two drops the other; so do a proxy and a proxy's Secret.
     */
    public static AWSAccess over(@Nullable AWSAccess specific, AWSAccess general) {
        if (specific == null) {
            return general;
        }
        boolean chooses = Boolean.TRUE.equals(specific.fips()) || Boolean.TRUE.equals(specific.dualStack());
        boolean replaces = specific.endpoint() != null;
        boolean hasProxy = specific.proxy() != null || specific.proxySecretRef() != null;
        return new AWSAccess(
                replaces ? specific.fips() : first(specific.fips(), general.fips()),
                replaces ? specific.dualStack() : first(specific.dualStack(), general.dualStack()),
                chooses ? specific.endpoint() : first(specific.endpoint(), general.endpoint()),
                hasProxy ? specific.proxy() : general.proxy(),
                first(specific.caBundle(), general.caBundle()),
                hasProxy ? specific.proxySecretRef() : general.proxySecretRef());
    }

    /** The operator's own way, for what it calls on behalf of a trust anchor. */
    public static AwsEgress own(AWSAccess access) {
        return new AwsEgress(access.proxy(), access.caBundle());
    }

    private static <T> @Nullable T first(@Nullable T specific, @Nullable T general) {
        return specific == null ? general : specific;
    }
}
