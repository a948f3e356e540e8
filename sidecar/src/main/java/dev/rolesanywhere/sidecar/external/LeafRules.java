package dev.rolesanywhere.sidecar.external;

import dev.rolesanywhere.client.signing.SigningIdentity;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The rules of IAM Roles Anywhere for a leaf and its chain, and of the IAM role's trust policy.
 *
 * @param file with the certificates
 * @param owner the component that writes it
 */
record LeafRules(String file, String owner) {
    private static final int VERSION_3 = 3;
    private static final int URI = 6;
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    /** The digests that AWS refuses. */
    private static final String[] WEAK = {"MD2", "MD5", "SHA1"};

    void check(X509Certificate leaf, String spiffeId, Instant now) throws CertificateFilesException {
        demand(leaf.getVersion() == VERSION_3, "is of X.509 version " + leaf.getVersion() + ", and AWS requires 3");
        valid(leaf, "the certificate", now);
        demand(leaf.getBasicConstraints() < 0, "belongs to a CA, and AWS gives no session for a CA certificate");
        boolean[] usage = leaf.getKeyUsage();
        demand(usage != null && usage[0], "lacks the key usage digitalSignature, which AWS requires");
        demand(mayAuthenticate(leaf), "lacks the extended key usage clientAuth, which AWS requires");
        String algorithm = leaf.getPublicKey().getAlgorithm();
        demand(
                algorithm.equals("EC") || algorithm.equals("RSA"),
                "has a key of type " + algorithm + ", but AWS accepts only EC and RSA");
        strong(leaf, "the certificate");
        List<String> names = uris(leaf);
        if (names.size() != 1 || !names.getFirst().equals(spiffeId)) {
            throw CertificateFilesException.invalid("the certificate in " + file + " is for "
                    + (names.isEmpty() ? "no SPIFFE ID" : String.join(", ", names)) + ", but the IAM role accepts "
                    + spiffeId + ": " + owner
                    + " must issue that SPIFFE ID, or correct spec.certificateAuthority.external.spiffeID");
        }
    }

    /**
     * The intermediates, each the issuer of the one before it. Omits a root at the end, because AWS has it.
     *
     * @param path leaf first
     */
    List<X509Certificate> chain(List<X509Certificate> path, Instant now) throws CertificateFilesException {
        List<X509Certificate> chain = new ArrayList<>();
        for (int i = 1; i < path.size(); i++) {
            X509Certificate issuer = path.get(i);
            String which = "certificate " + (i + 1);
            demand(
                    issued(path.get(i - 1), issuer),
                    "is not followed by its issuers in order: " + which + " is not the issuer of the one before it");
            valid(issuer, which, now);
            strong(issuer, which);
            boolean isRoot = Objects.equals(issuer.getSubjectX500Principal(), issuer.getIssuerX500Principal());
            if (!isRoot || i + 1 < path.size()) {
                chain.add(issuer);
            }
        }
        demand(
                chain.size() <= SigningIdentity.MAX_CHAIN,
                "has " + chain.size() + " intermediates, but AWS accepts at most " + SigningIdentity.MAX_CHAIN);
        return chain;
    }

    private void valid(X509Certificate certificate, String which, Instant now) throws CertificateFilesException {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(begin)) {
            throw CertificateFilesException.invalid(which + " in " + file + " is not valid before " + begin + ": "
                    + owner + " must issue a certificate that is valid now");
        }
        if (now.isAfter(end)) {
            throw CertificateFilesException.invalid(
                    which + " in " + file + " expired at " + end + ": " + owner + " must renew it");
        }
    }

    private void strong(X509Certificate certificate, String which) throws CertificateFilesException {
        for (String digest : WEAK) {
            if (certificate.getSigAlgName().startsWith(digest)) {
                throw CertificateFilesException.invalid(which + " in " + file + " is signed with "
                        + certificate.getSigAlgName() + ", but AWS requires SHA-256 or better: " + owner
                        + " must issue another certificate");
            }
        }
    }

    private void demand(boolean met, String otherwise) throws CertificateFilesException {
        if (!met) {
            throw CertificateFilesException.invalid(
                    "the certificate in " + file + " " + otherwise + ": " + owner + " must issue another certificate");
        }
    }

    private static boolean mayAuthenticate(X509Certificate leaf) {
        try {
            List<String> usages = leaf.getExtendedKeyUsage();
            return usages == null || usages.contains(CLIENT_AUTHENTICATION) || usages.contains(ANY_USAGE);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean issued(X509Certificate certificate, X509Certificate issuer) {
        if (!Objects.equals(certificate.getIssuerX500Principal(), issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<String> uris(X509Certificate leaf) {
        List<String> uris = new ArrayList<>();
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (Integer.valueOf(URI).equals(name.get(0))) {
                    uris.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return uris;
    }
}
