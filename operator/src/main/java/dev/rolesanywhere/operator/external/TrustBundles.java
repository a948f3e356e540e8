package dev.rolesanywhere.operator.external;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rolesanywhere.crds.egress.AWSAccess.EntryReference;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the present trust bundle of another component, inline or from a ConfigMap of the operator's namespace. */
public final class TrustBundles {
    private static final int KEY_CERT_SIGN = 5;

    private final Function<String, Optional<ConfigMap>> configMaps;
    private final Clock clock;

    /** @param configMaps of the operator's namespace, by name */
    public TrustBundles(Function<String, Optional<ConfigMap>> configMaps, Clock clock) {
        this.configMaps = configMaps;
        this.clock = clock;
    }

    /** Whether another component issues the leaves of this trust anchor. */
    public static boolean serves(AWSTrustAnchor anchor) {
        return anchor.getSpec().certificateAuthority().external() != null;
    }

    /** The ConfigMap with the bundle; absent if there is none. */
    public static @Nullable String configMap(AWSTrustAnchor anchor) {
        External external = anchor.getSpec().certificateAuthority().external();
        EntryReference reference =
                external == null ? null : external.trustBundle().configMapRef();
        return reference == null ? null : reference.name();
    }

    /** Empty if the operator, or an authority that it calls, signs. */
    public Optional<TrustBundle> of(AWSTrustAnchor anchor) {
        return Optional.ofNullable(anchor.getSpec().certificateAuthority().external())
                .map(this::of);
    }

    private TrustBundle of(External external) {
        EntryReference reference = external.trustBundle().configMapRef();
        if (reference == null) {
            String pem = Objects.requireNonNullElse(external.trustBundle().pem(), "");
            return read(pem, "spec.certificateAuthority.external.trustBundle.pem", external.owner());
        }
        String key = Objects.requireNonNullElse(reference.key(), External.TrustBundle.DEFAULT_KEY);
        Optional<ConfigMap> found = configMaps.apply(reference.name());
        if (found.isEmpty()) {
            return new TrustBundle.Unknown(
                    Reason.TrustBundleNotFound,
                    "ConfigMap '%s' with the trust bundle of %s does not exist in the operator's namespace. %s must write the ConfigMap with the entry '%s'."
                            .formatted(reference.name(), external.owner(), external.owner(), key));
        }
        String pem =
                found.get().getData() == null ? null : found.get().getData().get(key);
        return pem == null
                ? new TrustBundle.Unknown(
                        Reason.TrustBundleNotFound,
                        "ConfigMap '%s' in the operator's namespace has no entry '%s' with the trust bundle of %s. %s must write the entry, or correct configMapRef.key."
                                .formatted(reference.name(), key, external.owner(), external.owner()))
                : read(pem, "entry '%s' of ConfigMap '%s'".formatted(key, reference.name()), external.owner());
    }

    private TrustBundle read(String pem, String source, String owner) {
        CertificatePem.Found found = CertificatePem.find(pem.getBytes(UTF_8));
        Instant now = clock.instant();
        List<X509Certificate> authorities = found.certificates().stream()
                .distinct()
                .filter(TrustBundles::isAuthority)
                .toList();
        List<X509Certificate> current = authorities.stream()
                .filter(it -> it.getNotAfter().toInstant().isAfter(now))
                .sorted(Comparator.comparing(X509Certificate::getNotAfter)
                        .thenComparing(X509Certificate::getNotBefore)
                        .reversed())
                .toList();
        if (current.isEmpty()) {
            return authorities.isEmpty()
                    ? new TrustBundle.Unknown(
                            Reason.TrustBundleInvalid,
                            "%s contains no CA certificate that may sign certificates. %s must write one there, as PEM."
                                    .formatted(capitalized(source), owner))
                    : new TrustBundle.Unknown(
                            Reason.Expired,
                            "Every certificate in %s has expired. %s must write the current trust bundle."
                                    .formatted(source, owner));
        }
        return new TrustBundle.Known(current, source, leftOut(found, authorities));
    }

    private static String leftOut(CertificatePem.Found found, List<X509Certificate> authorities) {
        if (!found.leftOut().isEmpty()) {
            return " Omitted: " + found.leftOut().getFirst() + ".";
        }
        long others = found.certificates().stream().distinct().count() - authorities.size();
        return others == 0
                ? ""
                : " Omitted: " + others + ", because they do not belong to a CA that may sign certificates.";
    }

    private static String capitalized(String source) {
        return source.startsWith("entry") ? "Entry" + source.substring(5) : source;
    }

    private static boolean isAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
    }
}
