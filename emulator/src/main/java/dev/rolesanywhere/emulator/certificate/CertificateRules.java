package dev.rolesanywhere.emulator.certificate;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;

/**
 * The rules of Roles Anywhere for a single certificate.
 *
 * @see <a href="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html">Trust model</a>
 */
public final class CertificateRules {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;

    private CertificateRules() {}

    /** Why this cannot be an end-entity certificate; empty if it can. */
    public static Optional<String> endEntityProblem(X509Certificate leaf) {
        if (leaf.getVersion() != 3) {
            return Optional.of("The certificate is X.509 v" + leaf.getVersion() + ", it must be v3");
        }
        if (leaf.getBasicConstraints() >= 0) {
            return Optional.of("The certificate is a CA; an end-entity certificate must have CA:false");
        }
        if (!allows(leaf, DIGITAL_SIGNATURE)) {
            return Optional.of("The certificate's keyUsage must include digitalSignature");
        }
        if (leaf.getSubjectX500Principal().getName().isEmpty()) {
            return Optional.of("The certificate's subject is empty");
        }
        return weakSignature(leaf);
    }

    /** Why this cannot be a trust anchor, with AWS's message if known; empty if it can. */
    public static Optional<String> authorityProblem(X509Certificate authority) {
        if (authority.getVersion() != 3 || authority.getBasicConstraints() < 0) {
            return Optional.of("Incorrect basic constraints for CA certificate");
        }
        if (!allows(authority, KEY_CERT_SIGN)) {
            return Optional.of("Incorrect key usage for CA certificate: keyCertSign is required");
        }
        return weakSignature(authority);
    }

    /** Requires SHA-256 or stronger. */
    static Optional<String> weakSignature(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        boolean weak = algorithm.startsWith("MD") || algorithm.startsWith("SHA1") || algorithm.startsWith("SHA-1");
        return weak
                ? Optional.of("The certificate is signed with " + certificate.getSigAlgName()
                        + "; SHA-256 or stronger is required")
                : Optional.empty();
    }

    private static boolean allows(X509Certificate certificate, int usage) {
        boolean[] usages = certificate.getKeyUsage();
        return usages != null && usages[usage];
    }
}
