package dev.rolesanywhere.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponseTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 9, 17, 999_999, 909_090})
    void retry_after_is_read_up_to_six_digits(int seconds) {
        assertThat(retryAfter(Integer.toString(seconds))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1000000", "-1", "+1", "1.5", "1/", "1:", "Fri, 02 Jan 2026 03:14:05 GMT"})
    void another_retry_after_counts_as_absent(String value) {
        assertThat(retryAfter(value)).isNull();
    }

    @Test
    void the_text_form_has_no_body() {
        assertThat(new HttpResponse(200, Map.of("x", "header"), "secret")).hasToString("HttpResponse[200]");
    }

    private static Duration retryAfter(String value) {
        return new HttpResponse(429, Map.of("retry-after", value), "").retryAfter();
    }
}
