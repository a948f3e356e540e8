package dev.rolesanywhere.operator.registration;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What trust anchor and profile are to be.
 *
 * @param tags which tell that they are ours
 * @param bundlePem the CA certificates
 * @param durationSeconds the longest session that any of the roles asks for
 */
record DesiredRegistration(
        String name, Map<String, String> tags, String bundlePem, Set<String> roleArns, int durationSeconds) {
    /** Days before the CA's end at which AWS tells the account too. */
    static final int NOTICE_DAYS = 90;

    /**
     * What becomes session tags: the names that trust policies compare and that tell sessions apart. The issuer's names are anybody's
     * choice, and AWS refuses sessions for those that are no tag.
     */
    static final Map<String, Set<String>> MAPPINGS =
            Map.of("x509Subject", Set.of("O", "OU", "CN"), "x509SAN", Set.of("URI"));

    /** Fingerprints of the certificates in a bundle; none where it cannot be read. */
    static Set<String> fingerprints(String pem) {
        try {
            return CertificatePem.decode(pem.getBytes(UTF_8)).stream()
                    .map(Fingerprint::sha256)
                    .collect(Collectors.toSet());
        } catch (CertificateException e) {
            return Set.of();
        }
    }

    Set<String> certificates() {
        return fingerprints(bundlePem);
    }

    /** Changes whenever something else is wished for. */
    String digest() {
        String text = name + "\n" + new TreeSet<>(certificates()) + "\n" + new TreeSet<>(roleArns) + "\n"
                + durationSeconds + "\n" + NOTICE_DAYS + "\nx509Subject/O,OU,CN x509SAN/URI";
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)))
                    .substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
