package dev.rolesanywhere.pki.request;

import static dev.rolesanywhere.pki.TestCertificate.ec;
import static dev.rolesanywhere.pki.TestCertificate.rsa;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rolesanywhere.pki.TestCertificate;
import java.io.StringReader;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRequestReaderTest {

    static Stream<Arguments> good() {
        return Stream.of(
                arguments("P-256", ec("secp256r1"), "SHA256withECDSA"),
                arguments("P-384", ec("secp384r1"), "SHA384withECDSA"),
                arguments("P-384 with SHA-256", ec("secp384r1"), "SHA256withECDSA"),
                arguments("RSA 2048", rsa(2048), "SHA256withRSA"),
                arguments("RSA 4096", rsa(4096), "SHA512withRSA"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void a_key_whose_holder_signed_is_proven(String what, KeyPair keys, String algorithm) throws Exception {
        byte[] der = csr(keys, keys, algorithm);

        assertThat(CertificateRequestReader.read(der)).isEqualTo(new CertificateRequest.Proven(keys.getPublic(), der));
    }

    static Stream<Arguments> bad() throws Exception {
        KeyPair key = ec("secp256r1");
        KeyPair rsa = rsa(2048);
        KeyPair edwards = TestCertificate.of("Ed25519");
        byte[] good = csr(key, key, "SHA256withECDSA");
        byte[] brokenSignature = good.clone();
        brokenSignature[good.length - 1] ^= 1;
        byte[] otherName = good.clone();
        otherName[12] ^= 1;
        return Stream.of(
                refused("1 MB", new byte[1_000_000], RequestDefect.CsrTooLarge, "1000000 bytes; the limit is 16384"),
                refused("one byte too many", new byte[16 * 1024 + 1], RequestDefect.CsrTooLarge, "16385"),
                refused("nothing", new byte[0], RequestDefect.CsrMalformed, "PKCS#10"),
                refused("zeros", new byte[200], RequestDefect.CsrMalformed, "PKCS#10"),
                refused("cut short", Arrays.copyOf(good, good.length - 3), RequestDefect.CsrMalformed, "PKCS#10"),
                refused("bytes behind it", Arrays.copyOf(good, good.length + 3), RequestDefect.CsrMalformed, "PKCS#10"),
                refused(
                        "a certificate",
                        TestCertificate.named("x").make().certificate().getEncoded(),
                        RequestDefect.CsrMalformed,
                        "PKCS#10"),
                refused(
                        "RSA 1024",
                        csr(rsa(1024), "SHA256withRSA"),
                        RequestDefect.KeyTooWeak,
                        "RSA 1024. Use EC P-256"),
                refused("RSA 4104", csr(rsa(4104), "SHA256withRSA"), RequestDefect.KeyTypeNotAllowed, "RSA 4104"),
                refused("P-521", csr(ec("secp521r1"), "SHA512withECDSA"), RequestDefect.KeyTypeNotAllowed, "EC P-521"),
                refused("Ed25519", csr(edwards, "Ed25519"), RequestDefect.KeyTypeNotAllowed, "Ed25519"),
                refused(
                        "secp256k1",
                        unsigned(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256k1),
                        RequestDefect.KeyTypeNotAllowed,
                        "1.3.132.0.10"),
                refused(
                        "explicit curve",
                        unsigned(X9ObjectIdentifiers.id_ecPublicKey, new DERSequence()),
                        RequestDefect.KeyTypeNotAllowed,
                        "explicit parameters"),
                refused(
                        "a point that is none",
                        unsigned(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1),
                        RequestDefect.CsrMalformed,
                        "PKCS#10"),
                refused(
                        "an RSA key without modulus",
                        unsigned(PKCSObjectIdentifiers.rsaEncryption, null),
                        RequestDefect.CsrMalformed,
                        "PKCS#10"),
                refused(
                        "signed by another key",
                        csr(key, ec("secp256r1"), "SHA256withECDSA"),
                        RequestDefect.ProofOfPossessionFailed,
                        "does not match its public key"),
                refused(
                        "signed by another kind of key",
                        csr(key, rsa, "SHA256withRSA"),
                        RequestDefect.ProofOfPossessionFailed,
                        "Sign the request with"),
                refused(
                        "signed with SHA-1",
                        csr(key, "SHA1withECDSA"),
                        RequestDefect.ProofOfPossessionFailed,
                        "not accepted"),
                refused("broken signature", brokenSignature, RequestDefect.ProofOfPossessionFailed, "does not match"),
                refused("changed after signing", otherName, RequestDefect.ProofOfPossessionFailed, "does not match"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("bad")
    void an_invalid_request_is_rejected_with_the_correction(
            String what, byte[] der, RequestDefect defect, String words) {
        assertThat(CertificateRequestReader.read(der))
                .isInstanceOfSatisfying(CertificateRequest.Refused.class, refused -> {
                    assertThat(refused.defect()).isEqualTo(defect);
                    assertThat(refused.message()).contains(words);
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {0x30, 0x31, 0x24, 0xA0})
    void nesting_as_deep_as_the_size_allows_is_only_malformed(int constructed) {
        byte[] nested = new byte[CertificateRequestReader.MAX_BYTES];
        for (int i = 0; i < nested.length; i += 2) {
            nested[i] = (byte) constructed;
            nested[i + 1] = (byte) 0x80;
        }

        assertThat(CertificateRequestReader.read(nested))
                .isInstanceOfSatisfying(CertificateRequest.Refused.class, refused -> assertThat(refused.defect())
                        .isEqualTo(RequestDefect.CsrMalformed));
    }

    @Test
    void names_and_extensions_are_not_kept() throws Exception {
        KeyPair key = ec("secp256r1");
        ExtensionsGenerator wishes = new ExtensionsGenerator();
        wishes.addExtension(
                Extension.subjectAlternativeName,
                true,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://victim/ns/a/sa/b")));
        Extensions extensions = wishes.generate();
        byte[] der = new PKCS10CertificationRequestBuilder(new X500Name("CN=admin"), info(key))
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                .getEncoded();

        assertThat(CertificateRequestReader.read(der)).isEqualTo(new CertificateRequest.Proven(key.getPublic(), der));
    }

    @Test
    void a_proven_request_is_passed_on_as_pem_and_shows_only_the_kind_of_its_key() throws Exception {
        KeyPair key = ec("secp256r1");
        byte[] der = csr(key, "SHA256withECDSA");
        CertificateRequest.Proven proven = new CertificateRequest.Proven(key.getPublic(), der);

        try (PEMParser parser = new PEMParser(new StringReader(proven.pem()))) {
            assertThat(((PKCS10CertificationRequest) parser.readObject()).getEncoded())
                    .isEqualTo(der);
        }
        assertThat(proven.pem().lines()).allMatch(line -> line.length() <= 64);
        assertThat(proven).hasToString("Proven[EC]");
        assertThat(proven.isBare()).isFalse();
    }

    private static Arguments refused(String what, byte[] der, RequestDefect defect, String words) {
        return arguments(what, der, defect, words);
    }

    private static byte[] csr(KeyPair keys, String algorithm) throws Exception {
        return csr(keys, keys, algorithm);
    }

    private static byte[] csr(KeyPair asked, KeyPair signing, String algorithm) throws Exception {
        return new PKCS10CertificationRequestBuilder(new X500Name("CN=x"), info(asked))
                .build(new JcaContentSignerBuilder(algorithm).build(signing.getPrivate()))
                .getEncoded();
    }

    private static SubjectPublicKeyInfo info(KeyPair keys) {
        return SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    }

    private static byte[] unsigned(ASN1ObjectIdentifier algorithm, ASN1Encodable parameters) throws Exception {
        SubjectPublicKeyInfo key =
                new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm, parameters), new byte[] {4, 1, 2});
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(new CertificationRequestInfo(new X500Name("CN=x"), key, null));
        parts.add(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256));
        parts.add(new DERBitString(new byte[] {1, 2, 3}));
        return CertificationRequest.getInstance(new DERSequence(parts)).getEncoded();
    }
}
