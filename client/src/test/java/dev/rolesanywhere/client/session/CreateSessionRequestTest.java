package dev.rolesanywhere.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateSessionRequestTest {
    @Test
    void writes_every_field_with_whole_seconds() {
        assertThat(new CreateSessionRequest("arn:ta", "arn:p", "arn:r", 3600, "me", Map.of("k", "v")).json())
                .isEqualTo(
                        "{\"durationSeconds\":3600,\"profileArn\":\"arn:p\",\"roleArn\":\"arn:r\","
                                + "\"roleSessionName\":\"me\",\"trustAnchorArn\":\"arn:ta\",\"instanceProperties\":{\"k\":\"v\"}}");
    }

    @Test
    void unset_fields_are_omitted() {
        assertThat(new CreateSessionRequest("arn:ta", "arn:p", "arn:r", null).json())
                .isEqualTo("{\"profileArn\":\"arn:p\",\"roleArn\":\"arn:r\",\"trustAnchorArn\":\"arn:ta\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 899, 43201})
    void a_duration_out_of_range_is_rejected_with_the_correction(int seconds) {
        assertThatThrownBy(() -> new CreateSessionRequest("a", "b", "c", seconds))
                .hasMessage("a session lasts 900 to 43200 seconds, not " + seconds
                        + ". Write a duration between 15m and 12h");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "a b",
                "a/b",
                "a:b",
                "a[b",
                "a`b",
                "a{b",
                "é1",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void a_session_name_that_sts_refuses_is_refused_here(String name) {
        assertThatThrownBy(() -> new CreateSessionRequest("a", "b", "c", null, name, Map.of()))
                .hasMessageContaining("Write 2 to 64 letters, digits or any of _+=,.@-");
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 43200})
    void the_shortest_and_the_longest_session_are_accepted(int seconds) {
        assertThat(new CreateSessionRequest("a", "b", "c", seconds).durationSeconds())
                .isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"az", "AZ", "09", "_+=,.@-", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
    void a_session_name_that_sts_accepts_is_accepted(String name) {
        assertThat(new CreateSessionRequest("a", "b", "c", null, name, Map.of()).roleSessionName())
                .isEqualTo(name);
    }

    @Test
    void at_most_fifty_instance_properties_are_accepted() {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            properties.put("name" + i, "value");
        }
        assertThat(new CreateSessionRequest("a", "b", "c", null, null, properties).instanceProperties())
                .hasSize(50);
        properties.put("one-more", "value");
        assertThatThrownBy(() -> new CreateSessionRequest("a", "b", "c", null, null, properties))
                .hasMessage("at most 50 instance properties are accepted");
    }
}
