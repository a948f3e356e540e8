package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.authorities.aws.AwsEgress;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.egress.AWSAccess.EntryReference;
import dev.rolesanywhere.crds.egress.AWSAccess.ProxySecretReference;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Merged egress settings: each field from the most specific object that sets it. */
public final class Egress {
    private Egress() {}

    public static AWSAccess of(OperatorSettings.Aws installation) {
        return new AWSAccess(
                installation.fips() ? true : null,
                installation.dualStack() ? true : null,
                installation.endpoint().orElse(null),
                installation.proxy().orElse(null),
                installation.caBundle().orElse(null),
                installation.proxySecret().map(ProxySecretReference::new).orElse(null),
                reference(installation.proxyConfigMap()),
                reference(installation.caBundleSecret()),
                reference(installation.caBundleConfigMap()),
                installation.stsEndpoint().orElse(null));
    }

    private static @Nullable EntryReference reference(OperatorSettings.Entry entry) {
        return entry.name()
                .map(name -> new EntryReference(name, entry.key().orElse(null)))
                .orElse(null);
    }

    /**
     * The more specific settings over the less specific ones. An endpoint excludes {@code fips} and {@code dualStack}, so the more
     * specific setting drops the other. The same holds for a proxy and references to a proxy, and for a CA bundle and references to one.
     */
    public static AWSAccess over(@Nullable AWSAccess specific, AWSAccess general) {
        if (specific == null) {
            return general;
        }
        boolean chooses = Boolean.TRUE.equals(specific.fips()) || Boolean.TRUE.equals(specific.dualStack());
        boolean replaces = specific.endpoint() != null;
        AWSAccess proxy = setsProxy(specific) ? specific : general;
        AWSAccess bundle = setsBundle(specific) ? specific : general;
        return new AWSAccess(
                replaces ? specific.fips() : first(specific.fips(), general.fips()),
                replaces ? specific.dualStack() : first(specific.dualStack(), general.dualStack()),
                chooses ? specific.endpoint() : first(specific.endpoint(), general.endpoint()),
                proxy.proxy(),
                bundle.caBundle(),
                proxy.proxySecretRef(),
                proxy.proxyConfigMapRef(),
                bundle.caBundleSecretRef(),
                bundle.caBundleConfigMapRef(),
                first(specific.stsEndpoint(), general.stsEndpoint()));
    }

    private static boolean setsProxy(AWSAccess access) {
        return access.proxy() != null || access.proxySecretRef() != null || access.proxyConfigMapRef() != null;
    }

    private static boolean setsBundle(AWSAccess access) {
        return access.caBundle() != null || access.caBundleSecretRef() != null || access.caBundleConfigMapRef() != null;
    }

    /** Whether a reference leads to this Secret or ConfigMap. */
    static boolean names(AWSAccess access, HasMetadata object) {
        String name = object.getMetadata().getName();
        Stream<String> named = object instanceof Secret
                ? Stream.concat(
                        Stream.ofNullable(access.proxySecretRef()).map(ProxySecretReference::name),
                        Stream.ofNullable(access.caBundleSecretRef()).map(EntryReference::name))
                : Stream.of(access.proxyConfigMapRef(), access.caBundleConfigMapRef())
                        .filter(Objects::nonNull)
                        .map(EntryReference::name);
        return named.anyMatch(name::equals);
    }

    /** The egress for the operator's own calls on behalf of a trust anchor. */
    public static AwsEgress own(AWSAccess access) {
        return new AwsEgress(access.proxy(), access.caBundle());
    }

    private static <T> @Nullable T first(@Nullable T specific, @Nullable T general) {
        return specific == null ? general : specific;
    }
}
