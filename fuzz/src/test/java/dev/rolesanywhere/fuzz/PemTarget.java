package dev.rolesanywhere.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.transport.Trust;
import dev.rolesanywhere.emulator.certificate.Certificates;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.PrivateKeyPem;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Bundles of certificates, read by operator, sidecar and emulator. A bundle that was read is written and read back
 * without a change.
 */
final class PemTarget {
    private PemTarget() {}

    static Target target() {
        String certificate = SeedCertificate.pem();
        return Target.of(
                "pem-bundle",
                PemTarget::feed,
                certificate,
                "# a comment\n" + certificate + certificate,
                "-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n",
                "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n");
    }

    private static void feed(byte[] input) throws Exception {
        String text = new String(input, UTF_8);
        PrivateKeyPem.decode(input);
        try {
            List<X509Certificate> certificates = CertificatePem.decode(input);
            assertThat(CertificatePem.decode(CertificatePem.encode(certificates).getBytes(UTF_8)))
                    .isEqualTo(certificates);
        } catch (GeneralSecurityException e) {
            assertThat(e.getMessage())
                    .matches(
                            "certificate \\d+ (\\(line \\d+\\) )?.*(is not readable PEM|is valid PEM|is a block of|after the certificate).*");
        }
        for (Reader reader : List.<Reader>of(Trust::only, Certificates::fromPem, Certificates::chainFromBase64)) {
            try {
                reader.read(text);
            } catch (GeneralSecurityException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @FunctionalInterface
    private interface Reader {
        Object read(String text) throws GeneralSecurityException;
    }
}
