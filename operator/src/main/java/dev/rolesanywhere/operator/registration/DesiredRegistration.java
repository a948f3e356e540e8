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
 * The desired trust anchor and profile.
 *
 * @param tags which mark them as ours
 * @param bundlePem the CA certificates
 * @param durationSeconds the longest session duration of the roles
 */
record DesiredRegistration(
        String name, Map<String, String> tags, String bundlePem, Set<String> roleArns, int durationSeconds) {
    /** Days before the CA's expiration at which AWS notifies the account. */
    static final int NOTICE_DAYS = 90;

    /**
     * The attributes that become session tags: the names that trust policies compare and that distinguish sessions. The issuer's names
     * are excluded, because AWS refuses sessions if a name is not a valid tag.
     */
    static final Map<String, Set<String>> MAPPINGS =
            Map.of("x509Subject", Set.of("O", "OU", "CN"), "x509SAN", Set.of("URI"));

    /** Fingerprints of the certificates in a bundle; none if it cannot be read. */
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

    /** Changes with the desired state. */
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
