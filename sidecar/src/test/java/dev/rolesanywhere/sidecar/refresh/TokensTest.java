package dev.rolesanywhere.sidecar.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokens of the endpoint, new or from the volume. */
class TokensTest {
    /** 43 characters: the ends of each range of base64url, and the two others. */
    private static final String KEPT = "azAZ09-_".repeat(5) + "abc";

    @TempDir
    Path directory;

    private CredentialsVolume volume;
    private Tokens tokens;

    @BeforeEach
    void start() throws Exception {
        volume = new CredentialsVolume(directory);
        volume.prepare();
        tokens = new Tokens(new SecureRandom(), volume);
    }

    @Test
    void a_new_token_is_256_random_bits_in_base64url() {
        assertThat(Base64.getUrlDecoder().decode(tokens.ofDefault())).hasSize(32);
        assertThat(tokens.ofDefault()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(tokens.ofDefault());
        assertThat(tokens.of("reader")).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(tokens.of("reader"));
    }

    @Test
    void tokens_of_the_volume_are_kept() throws Exception {
        volume.writeDefaultToken(KEPT);
        volume.writeRoleToken("reader", KEPT.replace('a', 'r'));
        assertThat(tokens.ofDefault()).isEqualTo(KEPT);
        assertThat(tokens.of("reader")).isEqualTo(KEPT.replace('a', 'r'));
    }

    @Test
    void a_token_that_lacks_a_character_or_has_one_too_many_is_replaced() throws Exception {
        volume.writeDefaultToken(KEPT.substring(1));
        volume.writeRoleToken("reader", KEPT + "a");
        assertThat(tokens.ofDefault()).hasSize(43).doesNotContain(KEPT.substring(1));
        assertThat(tokens.of("reader")).hasSize(43);
    }

    /** The neighbors of each range, and what damages a header. */
    @ParameterizedTest
    @ValueSource(chars = {'`', '{', '@', '[', '/', ':', '+', '=', ' ', '\n', '\r', '\0', 'é'})
    void a_token_with_another_character_is_replaced(char other) throws Exception {
        volume.writeDefaultToken(KEPT.substring(1) + other);
        volume.writeRoleToken("reader", other + KEPT.substring(1));
        assertThat(tokens.ofDefault()).matches("[A-Za-z0-9_-]{43}");
        assertThat(tokens.of("reader")).matches("[A-Za-z0-9_-]{43}");
    }
}
