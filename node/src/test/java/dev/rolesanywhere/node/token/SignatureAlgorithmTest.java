package dev.rolesanywhere.node.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.node.TestApiServer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureAlgorithmTest {
    /** One of each kind, because an RSA key takes a second. */
    private static final Map<String, KeyPair> PAIRS = new HashMap<>();

    private static final byte[] SIGNED = "header.claims".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "RS256, RSA,       SHA256withRSA",
        "RS384, RSA,       SHA384withRSA",
        "RS512, RSA,       SHA512withRSA",
        "ES256, secp256r1, SHA256withECDSAinP1363Format",
        "ES384, secp384r1, SHA384withECDSAinP1363Format",
        "ES512, secp521r1, SHA512withECDSAinP1363Format",
    })
    void an_algorithm_verifies_only_signatures_of_a_matching_key(String name, String key, String jdk) throws Exception {
        SignatureAlgorithm algorithm = Objects.requireNonNull(SignatureAlgorithm.named(name));
        KeyPair pair = pair(key);
        Signature signer = Signature.getInstance(jdk);
        signer.initSign(pair.getPrivate());
        signer.update(SIGNED);
        byte[] signature = signer.sign();

        assertThat(algorithm.fits(pair.getPublic())).isTrue();
        assertThat(algorithm.verifies(pair.getPublic(), SIGNED, signature)).isTrue();
        assertThat(algorithm.verifies(pair.getPublic(), new byte[1], signature)).isFalse();
        assertThat(algorithm.verifies(pair.getPublic(), SIGNED, new byte[1])).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "RS256, secp256r1",
        "RS512, secp521r1",
        "ES256, RSA",
        "ES256, secp384r1",
        "ES256, secp521r1",
        "ES384, secp256r1",
        "ES512, secp384r1",
    })
    void a_key_of_another_kind_or_curve_does_not_fit(String name, String key) {
        assertThat(Objects.requireNonNull(SignatureAlgorithm.named(name))
                        .fits(pair(key).getPublic()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "HS256", "PS256", "rs256", "EdDSA", "ES256K"})
    void no_other_algorithm_is_known(String name) {
        assertThat(SignatureAlgorithm.named(name)).isNull();
    }

    private static KeyPair pair(String kind) {
        return PAIRS.computeIfAbsent(kind, SignatureAlgorithmTest::generate);
    }

    private static KeyPair generate(String kind) {
        if (kind.equals("RSA")) {
            return TestApiServer.rsa();
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(kind));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
