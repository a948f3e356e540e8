package dev.rolesanywhere.pki.leaf;

import static dev.rolesanywhere.pki.TestCertificate.NOW;
import static dev.rolesanywhere.pki.TestCertificate.ec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rolesanywhere.pki.TestCertificate;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LeafCheckTest {
    private static final TestCertificate CA = TestCertificate.named("ca").make();
    private static final KeyPair KEY = ec("secp256r1");
    private static final LeafTemplate ASKED = new LeafTemplate(
            new WorkloadIdentity("prod", "shop", "orders"),
            "reader",
            new CertificateRequest.Proven(KEY.getPublic(), new byte[0]),
            Validity.starting(NOW, Duration.ofHours(1)));

    /** A leaf of an external issuer. */
    private static final class Issued {
        String subject = "O=prod,OU=reader,CN=orders@shop";
        X500Name unreadableSubject;
        KeyPair keys = KEY;
        TestCertificate issuer = CA;
        KeyPair signer = CA.keys();
        Integer usage = KeyUsage.digitalSignature;
        KeyPurposeId purpose = KeyPurposeId.id_kp_clientAuth;
        BasicConstraints constraints = new BasicConstraints(false);
        Instant from = NOW.minus(Duration.ofHours(1));
        Instant to = NOW.plus(Duration.ofHours(1));
        ASN1ObjectIdentifier unreadable;
        GeneralName[] names = {uri("spiffe://prod/ns/shop/sa/orders")};

        X509Certificate make() throws Exception {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Name(issuer.certificate().getSubjectX500Principal().getName()),
                    BigInteger.TEN,
                    Date.from(from),
                    Date.from(to),
                    unreadableSubject == null ? new X500Name(subject) : unreadableSubject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, constraints);
            if (usage != null) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            }
            if (purpose != null) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            }
            if (names.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            if (unreadable != null) {
                builder.addExtension(unreadable, false, new byte[] {0x30, 0x03, 0x02, 0x01, 0x01});
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .setSecureRandom(new SecureRandom())
                            .build(signer.getPrivate())));
        }
    }

    static Stream<Arguments> taken() {
        return Stream.of(
                taken("as asked", leaf -> {}),
                taken("attributes in another order", leaf -> leaf.subject = "CN=orders@shop,OU=reader,O=prod"),
                taken(
                        "keyEncipherment as well",
                        leaf -> leaf.usage = KeyUsage.digitalSignature | KeyUsage.keyEncipherment),
                taken("no extended key usage", leaf -> leaf.purpose = null),
                taken("any extended key usage", leaf -> leaf.purpose = KeyPurposeId.anyExtendedKeyUsage),
                taken("a shorter life", leaf -> leaf.to = NOW.plus(Duration.ofMinutes(20))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("taken")
    void takes(String what, Consumer<Issued> change) throws Exception {
        assertThat(check(change)).isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("another key", leaf -> leaf.keys = ec("secp256r1"), "its public key is not"),
                refused("no key usage", leaf -> leaf.usage = null, "lacks digitalSignature"),
                refused("key usage without it", leaf -> leaf.usage = KeyUsage.keyAgreement, "lacks digitalSignature"),
                refused(
                        "keyCertSign",
                        leaf -> leaf.usage = KeyUsage.digitalSignature | KeyUsage.keyCertSign,
                        "signing certificates"),
                refused(
                        "cRLSign",
                        leaf -> leaf.usage = KeyUsage.digitalSignature | KeyUsage.cRLSign,
                        "signing certificates or CRLs"),
                refused("a CA", leaf -> leaf.constraints = new BasicConstraints(true), "a CA's certificate"),
                refused(
                        "a CA that may sign leaves only",
                        leaf -> leaf.constraints = new BasicConstraints(0),
                        "a CA's certificate"),
                refused("for servers", leaf -> leaf.purpose = KeyPurposeId.id_kp_serverAuth, "lacks clientAuth"),
                refused("another pod", leaf -> leaf.subject = "O=prod,OU=reader,CN=admin@shop", "its subject is"),
                refused("another role", leaf -> leaf.subject = "O=prod,OU=admin,CN=orders@shop", "its subject is"),
                refused(
                        "a second role",
                        leaf -> leaf.subject = "O=prod,OU=admin,OU=reader,CN=orders@shop",
                        "its subject is"),
                refused(
                        "a joined attribute",
                        leaf -> leaf.subject = "O=prod,OU=reader,CN=orders@shop+OU=admin",
                        "its subject is"),
                refused(
                        "another trust domain",
                        leaf -> leaf.subject = "O=test,OU=reader,CN=orders@shop",
                        "its subject is"),
                refused(
                        "an attribute joined to the name",
                        leaf -> leaf.subject = "O=prod,OU=reader,CN=orders@shop+L=a longer value than the name",
                        "its subject is"),
                refused(
                        "one attribute more",
                        leaf -> leaf.subject = "C=DE,O=prod,OU=reader,CN=orders@shop",
                        "its subject is"),
                refused(
                        "a subject that is not text",
                        leaf -> leaf.unreadableSubject = TestCertificate.notText(),
                        "its subject is 'a name that is not text'"),
                refused(
                        "a pod's name that is not text",
                        leaf -> leaf.unreadableSubject = threeNames(),
                        "its subject is 'a name that is not text'"),
                refused("no names", leaf -> leaf.names = new GeneralName[0], "alternative names"),
                refused(
                        "another name",
                        leaf -> leaf.names = new GeneralName[] {uri("spiffe://prod/ns/a/sa/b")},
                        "alternative names"),
                refused(
                        "a name more",
                        leaf -> leaf.names =
                                new GeneralName[] {leaf.names[0], new GeneralName(GeneralName.dNSName, "x")},
                        "alternative names"),
                refused("a longer life", leaf -> leaf.to = NOW.plus(Duration.ofHours(2)), "it expires at"),
                refused("over before it is of use", leaf -> leaf.to = NOW.plus(Duration.ofMinutes(9)), "too short"),
                refused("not yet valid", leaf -> leaf.from = NOW.plus(Duration.ofMinutes(30)), "too short"),
                refused("another signer", leaf -> leaf.signer = ec("secp256r1"), "not from the key of"),
                refused(
                        "another issuer",
                        leaf -> leaf.issuer = TestCertificate.named("else").make(),
                        "its issuer is"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String what, Consumer<Issued> change, String message) throws Exception {
        assertThat(check(change))
                .hasValueSatisfying(violation -> assertThat(violation).contains(message));
    }

    @Test
    void a_certificate_of_version_1_is_rejected_as_a_possible_ca() {
        X509Certificate version1 = TestCertificate.named("O=prod,OU=reader,CN=orders@shop")
                .keys(KEY)
                .issuedBy(CA)
                .version1()
                .make()
                .certificate();

        assertThat(LeafCheck.violation(version1, ASKED, CA.certificate()))
                .hasValueSatisfying(violation -> assertThat(violation).contains("a CA's certificate"));
    }

    /** As Bouncy Castle reads it, which reports unreadable parts. */
    @ParameterizedTest
    @CsvSource({"2.5.29.37, its extended key usage cannot be read.", "2.5.29.17, its alternative names cannot be read."
    })
    void an_extension_that_cannot_be_read_is_refused(String id, String violation) throws Exception {
        Issued issued = new Issued();
        issued.purpose = null;
        issued.names = new GeneralName[0];
        issued.unreadable = new ASN1ObjectIdentifier(id);
        X509Certificate leaf = (X509Certificate) CertificateFactory.getInstance("X.509", new BouncyCastleProvider())
                .generateCertificate(new ByteArrayInputStream(issued.make().getEncoded()));

        assertThat(LeafCheck.violation(leaf, ASKED, CA.certificate())).contains(violation);
    }

    @Test
    void a_leaf_of_our_own_profile_matches_the_request() {
        X509Certificate leaf = LeafProfile.draft(ASKED, CA.certificate(), new SecureRandom())
                .sign(CA.keys().getPrivate(), new SecureRandom());

        assertThat(LeafCheck.violation(leaf, ASKED, CA.certificate())).isEmpty();
    }

    private static X500Name threeNames() {
        RDN notText = TestCertificate.notText().getRDNs()[0];
        RDN[] names = new X500Name("O=prod,OU=reader").getRDNs();
        return new X500Name(new RDN[] {
            names[0], names[1], new RDN(BCStyle.CN, notText.getFirst().getValue())
        });
    }

    private static Optional<String> check(Consumer<Issued> change) throws Exception {
        Issued issued = new Issued();
        change.accept(issued);
        return LeafCheck.violation(issued.make(), ASKED, CA.certificate());
    }

    private static Arguments taken(String what, Consumer<Issued> change) {
        return arguments(what, change);
    }

    private static Arguments refused(String what, Consumer<Issued> change, String message) {
        return arguments(what, change, message);
    }

    private static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }
}
