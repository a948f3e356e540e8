package dev.rolesanywhere.pki.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySpecTest {
    @ParameterizedTest
    @CsvSource({"P256, EC P-256", "RSA3072, RSA 3072"})
    void a_generated_key_is_of_its_kind(KeySpec spec, String kind) {
        assertThat(KeyType.of(spec.generate(new SecureRandom()).getPublic())).hasToString(kind);
    }
}
