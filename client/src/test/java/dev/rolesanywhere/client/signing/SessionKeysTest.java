package dev.rolesanywhere.client.signing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionKeysTest {
    @Test
    void their_text_shows_the_access_key_id_only() {
        assertThat(new SessionKeys("ASIA1", "secret", "token")).hasToString("ASIA1");
    }
}
