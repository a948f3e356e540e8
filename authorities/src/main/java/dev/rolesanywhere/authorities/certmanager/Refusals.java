package dev.rolesanywhere.authorities.certmanager;

import dev.rolesanywhere.authorities.certmanager.LeafRequests.Filed;
import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.authority.IssuingPendingException;
import dev.rolesanywhere.pki.authority.LeafDeniedException;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/** Messages for a leaf that is pending or refused, with what to do; they quote cert-manager and the issuer. */
final class Refusals {
    private static final long SOONEST_SECONDS = 5;
    private static final long LATEST_SECONDS = 60;

    private final IssuerReference issuer;
    private final Clock clock;

    Refusals(IssuerReference issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    boolean isFinal(Filed filed) {
        return switch (Progress.of(filed)) {
            case Progress.Denied _, Progress.Failed _ -> true;
            case Progress.Issued _, Progress.Unapproved _, Progress.Unheard _, Progress.Waiting _ -> false;
        };
    }

    IssuingFailedException of(Filed filed, LeafTemplate template) {
        String request = "CertificateRequest '" + filed.name() + "'";
        return switch (Progress.of(filed)) {
            case Progress.Denied(UntrustedText words, var _) ->
                new LeafDeniedException(
                        "cert-manager's approver denied " + request + " (" + words
                                + "). Allow the names of this workload in the approver's policy, " + names(template)
                                + ", usages 'digital signature' and 'client auth'.",
                        true);
            case Progress.Failed(UntrustedText words, var _) ->
                new LeafDeniedException(
                        issuer + " refused " + request + " (" + words
                                + "). Configure the issuer to sign requests with subject O, OU, CN and one URI.",
                        false);
            case Progress.Unapproved _ -> pending(filed, request + " is not approved yet. " + approval());
            case Progress.Unheard _ ->
                pending(
                        filed,
                        request + " is approved, but no controller has processed it. Check that the controller for "
                                + issuer.kind() + "." + issuer.group() + " is installed and running.");
            case Progress.Waiting(UntrustedText words) ->
                pending(filed, request + " waits for " + issuer + " (" + words + "). " + readiness(words));
            case Progress.Issued _ -> throw new IllegalStateException("an issued certificate is not a refusal");
        };
    }

    /** An error of the API server rather than of cert-manager; its text is sanitized. A rejection by a webhook is about the leaf. */
    static IssuingFailedException byApiServer(UnusableAuthorityException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.defect() == AuthorityDefect.LeafRefused
                ? new LeafDeniedException(message, true)
                : new IssuingFailedException(message, failure);
    }

    private String approval() {
        String policy = "Approve it ('cmctl approve'), or configure a policy that approves it";
        return issuer.isCertManagersOwn()
                ? policy + "; cert-manager's own approver approves it unless disabled."
                : policy + "; for cert-manager's own approver add " + signer()
                        + " to the value approveSignerNames of its chart.";
    }

    /** As RBAC for {@code signers} names it. */
    private String signer() {
        return issuer.kind().toLowerCase(Locale.ROOT) + "s." + issuer.group() + "/*";
    }

    private static String readiness(UntrustedText words) {
        return words.toString().contains("not found")
                ? "Create the issuer (an Issuer: in the operator's namespace), or correct spec.certificateAuthority.certManager.issuerRef."
                : "For details run 'kubectl describe' on the issuer.";
    }

    private static String names(LeafTemplate template) {
        return "O=" + template.identity().trustDomain() + ",OU=" + template.roleName() + ",CN="
                + template.identity().commonName() + " and "
                + template.identity().spiffeId();
    }

    private IssuingPendingException pending(Filed filed, String message) {
        long age = Duration.between(filed.created(), clock.instant()).toSeconds();
        return new IssuingPendingException(
                message, Duration.ofSeconds(Math.clamp(age / 2, SOONEST_SECONDS, LATEST_SECONDS)));
    }
}
