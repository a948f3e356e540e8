package dev.rolesanywhere.pki.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.TestCertificate;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenKeyReaderTest {
    private static final byte[] UID = "the-pods-uid".getBytes(UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1"})
    void an_elliptic_key_is_proven_by_a_signature_of_the_message(String curve) throws Exception {
        KeyPair keys = elliptic(curve);

        CertificateRequest read = ProvenKeyReader.read(keys.getPublic().getEncoded(), UID, signed(keys, UID));

        assertThat(read).isInstanceOfSatisfying(CertificateRequest.Proven.class, proven -> {
            assertThat(proven.publicKey()).isEqualTo(keys.getPublic());
            assertThat(proven.isBare()).isTrue();
        });
    }

    /** Go's longest salt, which a kubelet uses, and the digest's length. */
    @ParameterizedTest
    @CsvSource({"3072, 350", "3072, 32", "4096, 478"})
    void an_rsa_key_is_proven_by_pss_with_either_usual_salt(int bits, int salt) throws Exception {
        KeyPair keys = TestCertificate.rsa(bits);

        assertThat(ProvenKeyReader.read(keys.getPublic().getEncoded(), UID, pss(keys, salt)))
                .isInstanceOf(CertificateRequest.Proven.class);
        assertThat(ProvenKeyReader.read(keys.getPublic().getEncoded(), "other".getBytes(UTF_8), pss(keys, salt)))
                .isInstanceOfSatisfying(CertificateRequest.Refused.class, refused -> assertThat(refused.defect())
                        .isEqualTo(RequestDefect.ProofOfPossessionFailed));
    }

    @Test
    void a_signature_of_another_message_or_key_proves_nothing() throws Exception {
        KeyPair keys = elliptic("secp256r1");

        assertThat(defect(keys.getPublic().getEncoded(), signed(keys, "another-uid".getBytes(UTF_8))))
                .isEqualTo(RequestDefect.ProofOfPossessionFailed);
        assertThat(defect(keys.getPublic().getEncoded(), signed(elliptic("secp256r1"), UID)))
                .isEqualTo(RequestDefect.ProofOfPossessionFailed);
        assertThat(defect(keys.getPublic().getEncoded(), new byte[0])).isEqualTo(RequestDefect.ProofOfPossessionFailed);
    }

    @Test
    void keys_that_aws_does_not_accept_are_rejected_by_type() throws Exception {
        assertThat(defect(KeyPairGenerator.getInstance("Ed25519")
                        .generateKeyPair()
                        .getPublic()
                        .getEncoded()))
                .isEqualTo(RequestDefect.KeyTypeNotAllowed);
        assertThat(defect(elliptic("secp521r1").getPublic().getEncoded())).isEqualTo(RequestDefect.KeyTypeNotAllowed);
        assertThat(defect(TestCertificate.rsa(1024).getPublic().getEncoded())).isEqualTo(RequestDefect.KeyTooWeak);
    }

    @Test
    void other_bytes_are_malformed() throws Exception {
        byte[] key = elliptic("secp256r1").getPublic().getEncoded();
        byte[] offTheCurve = key.clone();
        offTheCurve[key.length - 1] ^= 1;

        assertThat(defect(new byte[0])).isEqualTo(RequestDefect.CsrMalformed);
        assertThat(defect(new byte[5000])).isEqualTo(RequestDefect.CsrMalformed);
        assertThat(defect(Arrays.copyOf(key, key.length - 1))).isEqualTo(RequestDefect.CsrMalformed);
        assertThat(defect(Arrays.copyOf(key, key.length + 1))).isEqualTo(RequestDefect.CsrMalformed);
        assertThat(defect("no key".getBytes(UTF_8))).isEqualTo(RequestDefect.CsrMalformed);
        assertThat(defect(offTheCurve)).isIn(RequestDefect.CsrMalformed, RequestDefect.ProofOfPossessionFailed);
    }

    @Test
    void a_key_or_signature_of_more_than_four_kibibytes_is_malformed() throws Exception {
        byte[] key = elliptic("secp256r1").getPublic().getEncoded();

        assertThat(defect(unknownKey(4096))).isEqualTo(RequestDefect.KeyTypeNotAllowed);
        assertThat(defect(unknownKey(4097))).isEqualTo(RequestDefect.CsrMalformed);
        assertThat(defect(key, new byte[4096])).isEqualTo(RequestDefect.ProofOfPossessionFailed);
        assertThat(defect(key, new byte[4097])).isEqualTo(RequestDefect.CsrMalformed);
    }

    /** A well-formed key of this length, of a type that nothing accepts. */
    private static byte[] unknownKey(int length) throws Exception {
        int overhead = unknownKey(new byte[4000]).length - 4000;
        byte[] key = unknownKey(new byte[length - overhead]);
        assertThat(key).hasSize(length);
        return key;
    }

    private static byte[] unknownKey(byte[] bits) throws Exception {
        return new SubjectPublicKeyInfo(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), bits).getEncoded();
    }

    private static RequestDefect defect(byte[] key) {
        return defect(key, new byte[0]);
    }

    private static RequestDefect defect(byte[] key, byte[] proof) {
        return ((CertificateRequest.Refused) ProvenKeyReader.read(key, UID, proof)).defect();
    }

    private static KeyPair elliptic(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static byte[] signed(KeyPair keys, byte[] message) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    private static byte[] pss(KeyPair keys, int salt) throws Exception {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
        signature.initSign(keys.getPrivate());
        signature.update(UID);
        return signature.sign();
    }
}
