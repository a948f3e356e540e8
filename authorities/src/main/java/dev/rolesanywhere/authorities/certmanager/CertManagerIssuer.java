package dev.rolesanywhere.authorities.certmanager;

import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.LoadedAuthority.Unusable;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An issuer of cert-manager: whether it is usable, and the trust anchor of its leaf certificates. */
public final class CertManagerIssuer {
    private static final String WHERE = "spec.certificateAuthority.certManager.caBundle: ";
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration KEPT_WHILE_PENDING = Duration.ofHours(24);

    private final LeafRequests requests;
    private final CertificateAuthorityLoader loader;
    private final String trustAnchor;
    private final IssuerReference issuer;
    private final PollSchedule patience;
    private final Clock clock;

    public CertManagerIssuer(
            LeafRequests requests,
            CertificateAuthorityLoader loader,
            String trustAnchor,
            IssuerReference issuer,
            Clock clock) {
        this(requests, loader, trustAnchor, issuer, PollSchedule.DEFAULT, clock);
    }

    CertManagerIssuer(
            LeafRequests requests,
            CertificateAuthorityLoader loader,
            String trustAnchor,
            IssuerReference issuer,
            PollSchedule patience,
            Clock clock) {
        this.requests = requests;
        this.loader = loader;
        this.trustAnchor = trustAnchor;
        this.issuer = issuer;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Checks the certificates, and that the API server serves CertificateRequests (cert-manager is installed). The first request shows
     * whether the issuer exists.
     *
     * @param caBundle PEM: first the certificate that signs leaf certificates, last the trust anchor for AWS
     */
    public LoadedAuthority load(String caBundle) {
        List<X509Certificate> path;
        try {
            path = CertificatePem.path(caBundle.getBytes(StandardCharsets.UTF_8));
        } catch (CertificateException e) {
            return new Unusable(AuthorityDefect.NotACA, WHERE + e.getMessage());
        }
        if (path.isEmpty()) {
            return new Unusable(
                    AuthorityDefect.NotACA,
                    WHERE
                            + "it holds no PEM certificate."
                            + CertificatePem.insteadOfCertificates(caBundle.getBytes(StandardCharsets.UTF_8))
                            + " Put the issuer's signing certificate there, followed by its own issuers.");
        }
        return loader.unfit(path)
                .<LoadedAuthority>map(unfit ->
                        new Unusable(unfit.defect(), WHERE + unfit.message().replace("tls.crt", "caBundle")))
                .orElseGet(() -> reachable(path));
    }

    private LoadedAuthority reachable(List<X509Certificate> path) {
        try {
            tidy();
            return new LoadedAuthority.Usable(
                    new CertManagerAuthority(requests, trustAnchor, issuer, path, patience, clock));
        } catch (UnusableAuthorityException e) {
            return e.unusable();
        }
    }

    /** Deletes requests of pods that never retried. An approval may come late, so requests are kept for a while. */
    private void tidy() {
        Instant now = clock.instant();
        for (LeafRequests.Filed filed : requests.all()) {
            Duration kept =
                    switch (Progress.of(filed)) {
                        case Progress.Issued _, Progress.Denied _, Progress.Failed _ -> KEPT;
                        case Progress.Unapproved _, Progress.Unheard _, Progress.Waiting _ -> KEPT_WHILE_PENDING;
                    };
            if (filed.changed().plus(kept).isBefore(now)) {
                requests.withdraw(filed.name());
            }
        }
    }
}
