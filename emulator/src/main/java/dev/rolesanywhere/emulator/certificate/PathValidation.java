package dev.rolesanywhere.emulator.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** RFC 5280 path validation from a leaf through the certificates of the request to a trust anchor. Never fetches certificates. */
public final class PathValidation {
    /** The maximum number of certificates in a request in addition to the leaf. */
    public static final int MAX_DEPTH = 5;

    private PathValidation() {}

    public static Path validate(
            X509Certificate leaf, List<X509Certificate> chain, List<X509Certificate> anchors, Instant now) {
        if (chain.size() > MAX_DEPTH) {
            return new Path.Untrusted("The chain has " + chain.size() + " certificates, at most " + MAX_DEPTH);
        }
        Set<TrustAnchor> valid = anchors.stream()
                .filter(anchor -> covers(anchor, now))
                .map(anchor -> new TrustAnchor(anchor, null))
                .collect(Collectors.toSet());
        if (valid.isEmpty()) {
            return new Path.Untrusted("The trust anchor has no certificate that is valid now");
        }
        if (!covers(leaf, now)) {
            return new Path.Untrusted(
                    "The certificate is valid from " + leaf.getNotBefore().toInstant() + " to "
                            + leaf.getNotAfter().toInstant() + ", now is " + now);
        }
        return build(leaf, chain, valid, now);
    }

    private static Path build(
            X509Certificate leaf, List<X509Certificate> chain, Set<TrustAnchor> anchors, Instant now) {
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(leaf);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.setMaxPathLength(MAX_DEPTH);
            List<X509Certificate> path =
                    CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath().getCertificates().stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            Optional<String> weak = path.stream()
                    .flatMap(each -> CertificateRules.weakSignature(each).stream())
                    .findFirst();
            return weak.<Path>map(Path.Untrusted::new).orElseGet(() -> new Path.Trusted(path));
        } catch (CertPathBuilderException e) {
            return new Path.Untrusted("No path from the certificate, issued by "
                    + leaf.getIssuerX500Principal().getName() + ", to the trust anchor: send every intermediate");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK builds PKIX paths", e);
        }
    }

    private static boolean covers(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }
}
