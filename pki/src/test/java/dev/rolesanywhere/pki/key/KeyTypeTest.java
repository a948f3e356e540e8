package dev.rolesanywhere.pki.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rolesanywhere.pki.TestCertificate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTypeTest {
    @ParameterizedTest
    @CsvSource({"secp256r1, EC P-256", "secp384r1, EC P-384", "secp521r1, EC P-521"})
    void a_key_of_a_NIST_curve_has_the_curves_name(String curve, String name) {
        assertThat(KeyType.of(TestCertificate.ec(curve).getPublic())).hasToString(name);
    }

    @Test
    void a_key_of_another_curve_has_the_curves_OID() {
        assertThat(KeyType.of(key(new AlgorithmIdentifier(
                        X9ObjectIdentifiers.id_ecPublicKey, new ASN1ObjectIdentifier("1.3.132.0.10")))))
                .isEqualTo(new KeyType.EllipticCurve("1.3.132.0.10"));
    }

    @Test
    void a_curve_may_be_written_as_its_parameters() {
        assertThat(KeyType.of(key(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, new DERSequence()))))
                .hasToString("EC explicit parameters");
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048})
    void an_RSA_key_has_its_size(int bits) {
        assertThat(KeyType.of(TestCertificate.rsa(bits).getPublic())).hasToString("RSA " + bits);
    }

    @Test
    void an_RSA_key_whose_bits_hold_no_modulus_is_rejected() {
        AlgorithmIdentifier rsa = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        byte[] beginsAndEnds = {0x30};
        assertThatIllegalArgumentException().isThrownBy(() -> KeyType.of(new SubjectPublicKeyInfo(rsa, beginsAndEnds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"})
    void a_key_of_another_kind_has_the_algorithms_name(String algorithm) {
        assertThat(KeyType.of(TestCertificate.of(algorithm).getPublic())).hasToString(algorithm);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10040.4.1,     DSA",
        "1.2.840.113549.1.1.10, RSASSA-PSS",
        "1.2.840.113549.1.1.11, SHA256WITHRSA",
        "1.2.3.4.5,             1.2.3.4.5",
    })
    void an_algorithm_has_its_name_or_its_OID(String oid, String name) {
        assertThat(KeyType.of(key(new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid)))))
                .isEqualTo(new KeyType.Other(name));
    }

    private static SubjectPublicKeyInfo key(AlgorithmIdentifier algorithm) {
        return new SubjectPublicKeyInfo(algorithm, new byte[0]);
    }
}
