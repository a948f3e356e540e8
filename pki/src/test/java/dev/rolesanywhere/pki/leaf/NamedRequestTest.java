package dev.rolesanywhere.pki.leaf;

import static dev.rolesanywhere.pki.TestCertificate.ec;
import static dev.rolesanywhere.pki.TestCertificate.rsa;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rolesanywhere.pki.TestCertificate;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NamedRequestTest {
    private static final LeafNames NAMES =
            LeafNames.of(new WorkloadIdentity("prod.example.org", "shop", "orders"), "orders-reader");
    private static final KeyPair KEYS = ec("secp256r1");

    @Test
    void the_request_has_the_leafs_names() throws Exception {
        assertThat(X500Name.getInstance(NAMES.subject()))
                .hasToString("O=prod.example.org,OU=orders-reader,CN=orders@shop");
        assertThat(GeneralNames.getInstance(NAMES.alternativeNames()).getNames())
                .containsExactly(new GeneralName(
                        GeneralName.uniformResourceIdentifier, "spiffe://prod.example.org/ns/shop/sa/orders"));
    }

    static Stream<KeyPair> keys() {
        return Stream.of(ec("secp256r1"), ec("secp384r1"), rsa(2048));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void a_request_with_exactly_the_expected_names_is_accepted(KeyPair keys) throws Exception {
        byte[] der = signed(named(keys, subject(), san(NAMES.alternativeNames())), keys);

        assertThat(NamedRequest.read(der, keys.getPublic(), NAMES))
                .hasValueSatisfying(proven -> assertThat(proven.der()).isEqualTo(der));
    }

    static Stream<Arguments> others() throws Exception {
        KeyPair thief = ec("secp256r1");
        byte[] admin = new GeneralNames(new GeneralName(
                        GeneralName.uniformResourceIdentifier, "spiffe://prod.example.org/ns/shop/sa/admin"))
                .getEncoded();
        byte[] both = new GeneralNames(new GeneralName[] {
                    GeneralNames.getInstance(NAMES.alternativeNames()).getNames()[0],
                    new GeneralName(GeneralName.dNSName, "shop.example.org")
                })
                .getEncoded();
        PKCS10CertificationRequestBuilder twice = named(KEYS, subject(), san(NAMES.alternativeNames()))
                .addAttribute(
                        PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                        san(admin).generate());
        byte[] right = right();
        return Stream.of(
                arguments(
                        "no names at all",
                        signed(new JcaPKCS10CertificationRequestBuilder(new X500Name(""), KEYS.getPublic()), KEYS)),
                arguments(
                        "another CN",
                        signed(
                                named(
                                        KEYS,
                                        new X500Name("O=prod.example.org,OU=orders-reader,CN=admin@shop"),
                                        san(NAMES.alternativeNames())),
                                KEYS)),
                arguments(
                        "the same O in another string type",
                        signed(
                                named(
                                        KEYS,
                                        new X500NameBuilder(BCStyle.INSTANCE)
                                                .addRDN(BCStyle.O, new DERPrintableString("prod.example.org"))
                                                .addRDN(BCStyle.OU, new DERUTF8String("orders-reader"))
                                                .addRDN(BCStyle.CN, new DERUTF8String("orders@shop"))
                                                .build(),
                                        san(NAMES.alternativeNames())),
                                KEYS)),
                arguments(
                        "the attributes in another order",
                        signed(
                                named(
                                        KEYS,
                                        new X500Name("CN=orders@shop,OU=orders-reader,O=prod.example.org"),
                                        san(NAMES.alternativeNames())),
                                KEYS)),
                arguments("another URI", signed(named(KEYS, subject(), san(admin)), KEYS)),
                arguments("a DNS name beside the URI", signed(named(KEYS, subject(), san(both)), KEYS)),
                arguments("a second extension request", signed(twice, KEYS)),
                arguments("a CA", signed(named(KEYS, subject(), authority(san(NAMES.alternativeNames()))), KEYS)),
                arguments(
                        "another key that is proven",
                        signed(named(thief, subject(), san(NAMES.alternativeNames())), thief)),
                arguments(
                        "the right key that somebody else signed for",
                        signed(named(KEYS, subject(), san(NAMES.alternativeNames())), thief)),
                arguments("something behind its end", Arrays.copyOf(right, right.length + 2)),
                arguments("nothing", new byte[0]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void a_request_with_other_content_is_rejected(String what, byte[] der) {
        assertThat(NamedRequest.read(der, KEYS.getPublic(), NAMES)).isEmpty();
    }

    @Test
    void our_own_request_is_accepted_only_for_its_names() {
        byte[] made = NamedRequest.of(KEYS, NAMES, new SecureRandom()).der();

        assertThat(NamedRequest.read(made, KEYS.getPublic(), NAMES)).isPresent();
        LeafNames others = LeafNames.of(new WorkloadIdentity("prod.example.org", "shop", "orders"), "orders-writer");
        assertThat(NamedRequest.read(made, KEYS.getPublic(), others)).isEmpty();
    }

    @Test
    void a_template_knows_whether_its_request_names_its_holder() {
        CertificateRequest.Proven named = NamedRequest.of(KEYS, NAMES, new SecureRandom());
        WorkloadIdentity orders = new WorkloadIdentity("prod.example.org", "shop", "orders");
        Validity hour = Validity.starting(TestCertificate.NOW, Duration.ofHours(1));

        assertThat(NamedRequest.isIn(new LeafTemplate(orders, "orders-reader", named, hour)))
                .isTrue();
        assertThat(NamedRequest.isIn(new LeafTemplate(orders, "orders-writer", named, hour)))
                .isFalse();
    }

    @Test
    void a_request_with_a_flipped_bit_is_rejected() throws Exception {
        byte[] right = right();
        for (int bit = 0; bit < right.length * 8; bit += 7) {
            byte[] flipped = right.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(NamedRequest.read(flipped, KEYS.getPublic(), NAMES)).isEmpty();
        }
    }

    private static byte[] right() throws Exception {
        return signed(named(KEYS, subject(), san(NAMES.alternativeNames())), KEYS);
    }

    private static X500Name subject() {
        return X500Name.getInstance(NAMES.subject());
    }

    private static ExtensionsGenerator san(byte[] value) throws Exception {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.subjectAlternativeName, false, ASN1Primitive.fromByteArray(value));
        return extensions;
    }

    private static ExtensionsGenerator authority(ExtensionsGenerator extensions) throws Exception {
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        return extensions;
    }

    private static PKCS10CertificationRequestBuilder named(
            KeyPair keys, X500Name subject, ExtensionsGenerator extensions) {
        return new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
    }

    private static byte[] signed(PKCS10CertificationRequestBuilder request, KeyPair keys) throws Exception {
        String algorithm = keys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return request.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()))
                .getEncoded();
    }
}
