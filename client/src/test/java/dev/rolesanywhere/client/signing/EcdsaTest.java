package dev.rolesanywhere.client.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcdsaTest {
    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1"})
    void every_curve_signs_sha_256_as_der(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair pair = generator.generateKeyPair();
        SignedRequest signed = RequestSigner.sign(
                new SigningIdentity(leaf(), pair.getPrivate(), List.of()),
                "eu-west-1",
                "/sessions",
                Map.of("host", "rolesanywhere.eu-west-1.amazonaws.com", "content-type", "application/json"),
                "{}".getBytes(StandardCharsets.UTF_8),
                Instant.parse("2026-01-02T03:04:05Z"));

        String authorization = signed.headers().get("authorization");
        assertThat(authorization)
                .startsWith(
                        "AWS4-X509-ECDSA-SHA256 Credential=131827979019394590882466519576505238184/20260102/eu-west-1/rolesanywhere/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-x509, Signature=");
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(pair.getPublic());
        verifier.update(signed.stringToSign().getBytes(StandardCharsets.UTF_8));
        assertThat(verifier.verify(HexFormat.of().parseHex(authorization.replaceFirst(".*Signature=", ""))))
                .isTrue();
    }

    @Test
    void an_empty_chain_is_not_sent() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        SignedRequest signed = RequestSigner.sign(
                new SigningIdentity(leaf(), pair.getPrivate(), List.of()),
                "eu-west-1",
                "/sessions",
                Map.of("host", "h"),
                new byte[0],
                Instant.EPOCH);
        assertThat(signed.headers()).doesNotContainKey("x-amz-x509-chain");
    }

    @Test
    void a_key_that_aws_has_no_algorithm_for_is_refused() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SigningIdentity identity = new SigningIdentity(leaf(), pair.getPrivate(), List.of());
        assertThatIllegalArgumentException().isThrownBy(identity::algorithm).withMessageContaining("P-256");
    }

    /** The signer does not compare leaf and key: AWS does. */
    private static X509Certificate leaf() throws Exception {
        try (InputStream in = EcdsaTest.class.getResourceAsStream("/vectors/rsa-leaf.pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
