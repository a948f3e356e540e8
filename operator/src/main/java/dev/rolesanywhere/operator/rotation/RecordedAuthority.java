package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.Authority;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.State;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The previously used certificate authority, according to status or ConfigMap.
 *
 * @param fingerprint of the active CA; absent if there never was one
 * @param subject if known
 * @param standing fingerprints of the CAs that may sign: active and next
 * @param reason of the current condition; absent unless it is True
 */
public record RecordedAuthority(
        @Nullable String fingerprint,
        @Nullable String subject,
        Set<String> standing,
        @Nullable Reason reason) {
    public static RecordedAuthority of(AWSTrustAnchor anchor, Optional<String> publishedPem) {
        AWSTrustAnchorStatus status = anchor.getStatus();
        if (status != null
                && status.authorities() != null
                && !status.authorities().isEmpty()) {
            return ofStatus(status, status.authorities());
        }
        List<X509Certificate> published =
                publishedPem.map(RecordedAuthority::certificates).orElse(List.of());
        return new RecordedAuthority(
                published.isEmpty() ? null : Fingerprint.sha256(published.getFirst()),
                published.isEmpty()
                        ? null
                        : published.getFirst().getSubjectX500Principal().getName(),
                published.stream().map(Fingerprint::sha256).collect(Collectors.toSet()),
                null);
    }

    /** From the Secret of the generations, which is always current. */
    public static RecordedAuthority ofActive(KeyMaterial active) {
        String fingerprint = active.fingerprint().orElse(null);
        return new RecordedAuthority(
                fingerprint,
                active.anchor()
                        .map(it -> it.getSubjectX500Principal().getName())
                        .orElse(null),
                fingerprint == null ? Set.of() : Set.of(fingerprint),
                null);
    }

    private static RecordedAuthority ofStatus(AWSTrustAnchorStatus status, List<Authority> authorities) {
        Authority active = authorities.stream()
                .filter(authority -> authority.state() == State.Active)
                .findFirst()
                .orElseGet(authorities::getFirst);
        Optional<Reason> reason = Conditions.find(
                        status.conditions(), TrustAnchorCondition.CertificateAuthorityReady.name())
                .filter(Condition::holds)
                .map(condition -> Reason.valueOf(condition.reason()));
        return new RecordedAuthority(
                active.fingerprint(),
                active.subject(),
                authorities.stream()
                        .filter(authority -> authority.state() != State.Retiring)
                        .map(Authority::fingerprint)
                        .collect(Collectors.toSet()),
                reason.orElse(null));
    }

    /** The condition keeps this reason: a generated CA stays {@code Generated}. */
    public Reason reasonForFound() {
        return reason == Reason.Generated ? Reason.Generated : Reason.AdoptedExistingKey;
    }

    /** Each CA of a trust anchor has a unique subject that ends in a number. */
    public int nextGeneration() {
        return fingerprint == null || subject == null ? 1 : KeyMaterial.numberIn(subject) + 1;
    }

    private static List<X509Certificate> certificates(String pem) {
        try {
            return CertificatePem.decode(pem.getBytes(StandardCharsets.UTF_8));
        } catch (CertificateException e) {
            return List.of();
        }
    }
}
