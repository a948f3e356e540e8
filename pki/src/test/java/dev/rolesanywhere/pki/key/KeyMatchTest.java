package dev.rolesanywhere.pki.key;

import static dev.rolesanywhere.pki.TestCertificate.ec;
import static dev.rolesanywhere.pki.TestCertificate.rsa;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyMatchTest {
    private static final KeyPair P256 = ec("secp256r1");

    static Stream<KeyPair> pairs() {
        return Stream.of(P256, ec("secp521r1"), rsa(2048));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void the_keys_of_a_pair_match(KeyPair pair) {
        assertThat(matches(pair, pair)).isTrue();
    }

    static Stream<KeyPair> others() {
        return Stream.of(ec("secp256r1"), ec("secp384r1"), rsa(2048));
    }

    @ParameterizedTest
    @MethodSource("others")
    void the_key_of_another_pair_does_not_match(KeyPair other) {
        assertThat(matches(P256, other)).isFalse();
        assertThat(matches(other, P256)).isFalse();
    }

    @Test
    void RSA_keys_of_different_sizes_do_not_match() {
        assertThat(matches(rsa(2048), rsa(1024))).isFalse();
    }

    @Test
    void each_challenge_is_random() {
        var random = new SecureRandom() {
            private int filled;

            @Override
            public void nextBytes(byte[] bytes) {
                filled += bytes.length == 32 ? 1 : 0;
                super.nextBytes(bytes);
            }
        };
        assertThat(KeyMatch.matches(rsa(2048).getPublic(), rsa(2048).getPrivate(), random))
                .isTrue();
        assertThat(random.filled).isEqualTo(1);
    }

    private static boolean matches(KeyPair one, KeyPair other) {
        return KeyMatch.matches(one.getPublic(), other.getPrivate(), new SecureRandom());
    }
}
