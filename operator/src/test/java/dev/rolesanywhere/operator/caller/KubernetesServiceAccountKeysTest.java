package dev.rolesanywhere.operator.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesServiceAccountKeysTest {
    private static final String CONFIGURATION = """
        {"issuer": "https://kubernetes.default.svc.cluster.local", "jwks_uri": "https://10.0.0.1:6443/openid/v1/jwks"}
        """;

    @Test
    void an_RSA_key_equals_the_API_servers_key() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();

        ServiceAccountKeys.Published read = KubernetesServiceAccountKeys.read(
                CONFIGURATION, """
                    {"keys": [{"use": "sig", "kty": "RSA", "kid": "a", "alg": "RS256", "n": "%s", "e": "%s"}]}
                    """.formatted(base64(key.getModulus()), base64(key.getPublicExponent())));

        assertThat(read.issuer()).isEqualTo("https://kubernetes.default.svc.cluster.local");
        assertThat(read.keys()).containsOnlyKeys("a").containsValue(key);
    }

    @ParameterizedTest
    @CsvSource({"P-256, secp256r1", "P-384, secp384r1", "P-521, secp521r1"})
    void so_is_a_key_of_a_curve(String name, String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair pair = generator.generateKeyPair();
        ECPublicKey key = (ECPublicKey) pair.getPublic();

        ServiceAccountKeys.Published read = KubernetesServiceAccountKeys.read(CONFIGURATION, """
            {"keys": [{"kty": "EC", "kid": "a", "crv": "%s", "x": "%s", "y": "%s"}]}
            """.formatted(
                        name, base64(key.getW().getAffineX()), base64(key.getW().getAffineY())));

        assertThat(read.keys().get("a").getEncoded()).isEqualTo(key.getEncoded());
    }

    @Test
    void an_unsupported_or_invalid_key_does_not_affect_other_keys() {
        assertThat(KubernetesServiceAccountKeys.read(CONFIGURATION, """
            {"keys": [{"kty": "OKP", "kid": "a"}, {"kty": "RSA", "kid": "b"}, {"kty": "EC", "crv": "P-256", "x": "!"}]}
            """).keys()).isEmpty();
    }

    @Test
    void an_answer_without_JSON_is_an_error_not_an_empty_key_list() {
        assertThatThrownBy(() -> KubernetesServiceAccountKeys.read(CONFIGURATION, "<html>"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not JSON");
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
