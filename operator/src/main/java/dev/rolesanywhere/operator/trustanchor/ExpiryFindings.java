package dev.rolesanywhere.operator.trustanchor;

import static dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.NotExpiring;

import dev.rolesanywhere.crds.condition.Finding;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.pki.certificate.ExpirationWindow;
import dev.rolesanywhere.pki.certificate.ShownName;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** The condition {@code NotExpiring}: the certificate of the active CA's path that expires first, and when. */
final class ExpiryFindings {
    private ExpiryFindings() {}

    /** Empty without a CA. */
    static Optional<Finding> of(TrustAnchorFacts facts) {
        if (facts.authority() instanceof AuthorityState.IssuedElsewhere(var trusted, var _, var _)) {
            // The owner renews these certificates, often daily. Only the expiration of all certificates is a problem,
            // and the CA is not ready then.
            return Optional.of(Finding.met(
                    NotExpiring,
                    Reason.NotExpiringSoon,
                    "The trust bundle expires at "
                            + Validity.of(trusted.getFirst()).notAfter() + " unless its owner renews it before."));
        }
        return facts.rotation()
                .flatMap(report -> report.generations().active().path().stream()
                        .min(Comparator.comparing(X509Certificate::getNotAfter)))
                .map(first -> finding(facts, first));
    }

    private static Finding finding(TrustAnchorFacts facts, X509Certificate first) {
        Instant end = Validity.of(first).notAfter();
        String which = "'" + ShownName.subject(first) + "'";
        Reason reason = Reason.valueOf(ExpirationWindow.of(end, facts.now()).name());
        return switch (reason) {
            case NotExpiringSoon -> Finding.met(NotExpiring, reason, which + " expires at " + end + ".");
            case Expired ->
                Finding.unmet(
                        NotExpiring,
                        reason,
                        which + " expired at " + end
                                + ": AWS refuses its leaf certificates. See the condition Rotation for what to do.");
            default ->
                Finding.unmet(
                        NotExpiring,
                        reason,
                        which + " expires at " + end + "." + shortened(facts, end)
                                + " See the condition Rotation for what to do.");
        };
    }

    private static String shortened(TrustAnchorFacts facts, Instant end) {
        return facts.now().plus(facts.leafDuration()).isAfter(end)
                ? " Certificates of pods already expire at that time, before the end of their leafDuration."
                : "";
    }
}
