package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authority that was in use before, as status or ConfigMap tell.
 *
 * @param fingerprint absent if there never was one
 * @param subject as far as it is known
 * @param reason of the condition as it stands; absent unless it holds
 */
record RecordedAuthority(
        @Nullable String fingerprint,
        @Nullable String subject,
        @Nullable Reason reason) {
    private static final Pattern LAST_NUMBER = Pattern.compile("CN=[^,]*?(\\d{1,6})(,|$)");

    static RecordedAuthority of(AWSTrustAnchor anchor, Optional<String> publishedPem) {
        AWSTrustAnchorStatus status = anchor.getStatus();
        if (status != null
                && status.authorities() != null
                && !status.authorities().isEmpty()) {
            AWSTrustAnchorStatus.Authority first = status.authorities().getFirst();
            Optional<Reason> reason = Conditions.find(
                            status.conditions(), TrustAnchorCondition.CertificateAuthorityReady.name())
                    .filter(Condition::holds)
                    .map(condition -> Reason.valueOf(condition.reason()));
            return new RecordedAuthority(first.fingerprint(), first.subject(), reason.orElse(null));
        }
        return publishedPem
                .flatMap(RecordedAuthority::firstCertificate)
                .map(certificate -> new RecordedAuthority(
                        Fingerprint.sha256(certificate),
                        certificate.getSubjectX500Principal().getName(),
                        null))
                .orElseGet(() -> new RecordedAuthority(null, null, null));
    }

    /** The reason that the condition keeps: a CA that was generated stays so. */
    Reason reasonForFound() {
        return reason == Reason.Generated ? Reason.Generated : Reason.AdoptedExistingKey;
    }

    /** Each CA of a trust anchor has a subject of its own, which ends in a number. */
    int nextGeneration() {
        if (fingerprint == null || subject == null) {
            return 1;
        }
        Matcher number = LAST_NUMBER.matcher(subject);
        return number.find() ? Integer.parseInt(number.group(1)) + 1 : 2;
    }

    private static Optional<X509Certificate> firstCertificate(String pem) {
        try {
            return CertificatePem.decode(pem.getBytes(StandardCharsets.UTF_8)).stream()
                    .findFirst();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }
}
