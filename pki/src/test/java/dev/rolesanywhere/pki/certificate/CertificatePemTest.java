package dev.rolesanywhere.pki.certificate;

import static dev.rolesanywhere.pki.TestCertificate.bytes;
import static dev.rolesanywhere.pki.TestCertificate.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rolesanywhere.pki.TestCertificate;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class CertificatePemTest {
    private static final TestCertificate ONE = named("one").make();
    private static final TestCertificate TWO = named("two").make();

    @Test
    void certificates_are_returned_in_their_order() throws Exception {
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
    void a_root_before_its_intermediate_and_a_repeated_root_give_the_same_path() throws Exception {
        TestCertificate below = named("below").issuedBy(ONE).make();
        List<X509Certificate> path = List.of(below.certificate(), ONE.certificate());

        assertThat(CertificatePem.path(bytes(CertificatePem.encode(path)))).isEqualTo(path);
        assertThat(CertificatePem.path(bytes(CertificatePem.encode(path.reversed()))))
                .isEqualTo(path);
        assertThat(CertificatePem.path(bytes(CertificatePem.encode(
                        List.of(ONE.certificate(), ONE.certificate(), below.certificate(), ONE.certificate())))))
                .isEqualTo(path);
    }

    @Test
    void certificates_without_a_path_stay_in_their_order() throws Exception {
        List<X509Certificate> strangers = List.of(TWO.certificate(), ONE.certificate());

        assertThat(CertificatePem.path(bytes(CertificatePem.encode(strangers)))).isEqualTo(strangers);
    }

    @Test
    void a_path_of_up_to_twelve_certificates_is_found_in_any_order() throws Exception {
        List<X509Certificate> path = new ArrayList<>();
        TestCertificate above = named("root").make();
        path.add(above.certificate());
        for (int i = 1; i < 13; i++) {
            above = named("ca " + i).issuedBy(above).make();
            path.addFirst(above.certificate());
        }
        List<X509Certificate> twelve = path.subList(1, 13);
        List<X509Certificate> three = path.subList(10, 13);

        assertThat(reordered(twelve.reversed())).isEqualTo(twelve);
        assertThat(reordered(List.of(three.get(1), three.get(2), three.get(0)))).isEqualTo(three);
        assertThat(reordered(List.of(three.get(1), three.get(0), three.get(2)))).isEqualTo(three);
        assertThat(reordered(path.reversed())).isEqualTo(path.reversed());
        assertThat(reordered(List.of(three.get(2), TWO.certificate(), three.get(1))))
                .containsExactly(three.get(2), TWO.certificate(), three.get(1));
    }

    @Test
    void a_cross_signed_root_is_below_both_its_certificates() throws Exception {
        TestCertificate other = named("other").make();
        X509Certificate certified =
                named("one").keys(ONE.keys()).issuedBy(other).make().certificate();

        assertThat(reordered(List.of(other.certificate(), certified, ONE.certificate())))
                .containsExactly(ONE.certificate(), certified, other.certificate());
    }

    private static List<X509Certificate> reordered(List<X509Certificate> given) throws CertificateException {
        return CertificatePem.path(bytes(CertificatePem.encode(given)));
    }

    @Test
    void an_issuer_is_known_by_its_key_and_not_by_its_name_alone() throws Exception {
        TestCertificate below = named("below").issuedBy(ONE).make();
        X509Certificate namesake = named("one").make().certificate();

        assertThat(reordered(List.of(namesake, below.certificate()))).containsExactly(namesake, below.certificate());
    }

    @Test
    void one_byte_after_a_certificate_is_always_found() throws Exception {
        byte[] der = ONE.certificate().getEncoded();
        String base64 = Base64.getEncoder().encodeToString(Arrays.copyOf(der, der.length + 1));

        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> CertificatePem.decode(
                        bytes("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----")))
                .withMessageContaining("extra data after the certificate");
    }

    @Test
    void without_a_certificate_the_message_names_the_found_blocks() {
        String der = " It is DER: write it as PEM with 'openssl x509 -inform der -in FILE'.";

        assertThat(CertificatePem.insteadOfCertificates(new byte[] {0x30, (byte) 0x82}))
                .isEqualTo(der);
        assertThat(CertificatePem.insteadOfCertificates(new byte[] {0x30, 0x02, 0}))
                .isEmpty();
        assertThat(CertificatePem.insteadOfCertificates(new byte[] {0x31, (byte) 0x82}))
                .isEmpty();
        assertThat(CertificatePem.insteadOfCertificates(new byte[] {0x30})).isEmpty();
        assertThat(CertificatePem.insteadOfCertificates(new byte[0])).isEmpty();
        assertThat(CertificatePem.insteadOfCertificates(ONE.keyPem())).isEqualTo(" It holds only: PRIVATE KEY.");
    }

    @Test
    void a_certificate_with_openssls_trust_settings_is_read() throws Exception {
        byte[] settings = {0x30, 0x02, 0x0c, 0x00};
        byte[] der = ONE.certificate().getEncoded();
        byte[] both = Arrays.copyOf(der, der.length + settings.length);
        System.arraycopy(settings, 0, both, der.length, settings.length);
        String base64 = Base64.getEncoder().encodeToString(both);

        assertThat(CertificatePem.decode(bytes(
                        "-----BEGIN TRUSTED CERTIFICATE-----\n" + base64 + "\n-----END TRUSTED CERTIFICATE-----")))
                .containsExactly(ONE.certificate());
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> CertificatePem.decode(
                        bytes("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----")))
                .withMessageContaining("extra data after the certificate");
    }

    @Test
    void a_container_of_certificates_is_not_skipped() {
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> CertificatePem.decode(bytes(
                        CertificatePem.encode(ONE.certificate()) + "-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----")))
                .withMessageStartingWith("certificate 2 (line ")
                .withMessageContaining("openssl pkcs7 -print_certs");
    }

    @Test
    void valid_pem_that_java_rejects_is_reported_with_reason_and_position() throws Exception {
        String pem = foreign(
                new X500Name("CN=constrained"),
                Extension.nameConstraints,
                new NameConstraints(
                        new GeneralSubtree[] {
                            new GeneralSubtree(
                                    new GeneralName(GeneralName.uniformResourceIdentifier, "https://example.org"))
                        },
                        null));

        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> CertificatePem.decode(bytes(pem)))
                .withMessageStartingWith("certificate 1 (line 1) ('CN=constrained') is valid PEM, but Java rejects")
                .withMessageContaining("Java rejects the certificate in it: invalid URI name constraint");
    }

    @Test
    void a_subject_that_is_not_text_is_reported() throws Exception {
        String pem = foreign(
                TestCertificate.notText(),
                Extension.nameConstraints,
                new NameConstraints(
                        new GeneralSubtree[] {
                            new GeneralSubtree(
                                    new GeneralName(GeneralName.uniformResourceIdentifier, "https://example.org"))
                        },
                        null));

        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> CertificatePem.decode(bytes(pem)))
                .withMessageContaining("('a name that is not text') is valid PEM, but Java rejects");
    }

    @Test
    void the_reason_is_the_innermost_one() throws Exception {
        String pem = foreign(new X500Name("CN=compressed"), compressed(ONE), null, null);

        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> CertificatePem.decode(bytes(pem)))
                .withMessageContaining(
                        "Java rejects the certificate in it: Only uncompressed point format supported. Reissue");
    }

    /** Some tools write the point of an EC key without its second half. */
    private static SubjectPublicKeyInfo compressed(TestCertificate certificate) {
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(certificate.keys().getPublic().getEncoded());
        byte[] point = key.getPublicKeyData().getBytes();
        byte[] half = Arrays.copyOf(point, 1 + point.length / 2);
        half[0] = (byte) (2 + (point[point.length - 1] & 1));
        return new SubjectPublicKeyInfo(key.getAlgorithm(), half);
    }

    @Test
    void an_empty_subject_is_shown_as_empty() throws Exception {
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> CertificatePem.decode(bytes(foreign(new X500Name(""), null, null))))
                .withMessageContaining("valid PEM")
                .withMessageContaining("subject field is empty");
    }

    @Test
    void a_bundle_returns_the_valid_certificates_and_names_the_others() {
        String pem =
                CertificatePem.encode(ONE.certificate()) + "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"
                        + CertificatePem.encode(TWO.certificate());

        CertificatePem.Found found = CertificatePem.find(bytes(pem));

        assertThat(found.certificates()).containsExactly(ONE.certificate(), TWO.certificate());
        assertThat(found.leftOut())
                .singleElement()
                .asString()
                .matches("certificate 2 \\(line \\d+\\) is not readable PEM: it holds a character .*U\\+0021");
    }

    private static String foreign(X500Name name, ASN1ObjectIdentifier id, ASN1Encodable value) throws Exception {
        return foreign(
                name, SubjectPublicKeyInfo.getInstance(ONE.keys().getPublic().getEncoded()), id, value);
    }

    private static String foreign(X500Name name, SubjectPublicKeyInfo key, ASN1ObjectIdentifier id, ASN1Encodable value)
            throws Exception {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name.getRDNs().length == 0 ? new X500Name("CN=above") : name,
                BigInteger.ONE,
                Date.from(TestCertificate.NOW),
                Date.from(TestCertificate.NOW.plusSeconds(60)),
                name,
                key);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        if (id != null) {
            builder.addExtension(id, true, value);
        }
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(ONE.keys().getPrivate()))
                .getEncoded();
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
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
