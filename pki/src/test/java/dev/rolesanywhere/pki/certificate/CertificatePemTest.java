package dev.rolesanywhere.pki.certificate;

import static dev.rolesanywhere.pki.TestCertificate.bytes;
import static dev.rolesanywhere.pki.TestCertificate.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rolesanywhere.pki.TestCertificate;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificatePemTest {
    private static final TestCertificate ONE = named("one").make();
    private static final TestCertificate TWO = named("two").make();

    @Test
    void certificates_come_back_in_their_order() throws Exception {
        String pem = CertificatePem.encode(List.of(ONE.certificate(), TWO.certificate()));

        assertThat(CertificatePem.decode(bytes(pem))).containsExactly(ONE.certificate(), TWO.certificate());
        assertThat(pem.lines()).allMatch(line -> line.length() <= 64).last().isEqualTo("-----END CERTIFICATE-----");
    }

    @Test
    void text_and_other_blocks_between_them_are_skipped() throws Exception {
        String pem = "subject=CN=one\n" + CertificatePem.encode(ONE.certificate()) + new String(ONE.keyPem())
                + "issuer below\r\n" + CertificatePem.encode(TWO.certificate()).replace("\n", "\r\n");

        assertThat(CertificatePem.decode(bytes(pem))).containsExactly(ONE.certificate(), TWO.certificate());
    }

    @Test
    void an_unreadable_block_is_named_by_its_place_and_not_quoted() {
        String pem = CertificatePem.encode(ONE.certificate())
                + "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n";

        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> CertificatePem.decode(bytes(pem)))
                .withMessage("certificate 2 is not readable PEM")
                .withNoCause();
    }

    @Test
    void a_fingerprint_is_the_sha_256_of_the_der() throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(ONE.certificate().getEncoded());

        assertThat(Fingerprint.sha256(ONE.certificate()))
                .isEqualTo(HexFormat.of().formatHex(digest))
                .hasSize(64);
    }
}
