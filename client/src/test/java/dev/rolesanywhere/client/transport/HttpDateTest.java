package dev.rolesanywhere.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fri, 02 Jan 2026 03:04:05 GMT | 2026-01-02T03:04:05Z",
                "Tue, 29 Feb 2028 23:59:59 GMT | 2028-02-29T23:59:59Z",
                "Thu, 31 Dec 2026 00:00:00 GMT | 2026-12-31T00:00:00Z",
            })
    void reads_the_form_that_servers_send(String text, Instant expected) {
        assertThat(HttpDate.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "Friday, 02-Jan-26 03:04:05 GMT",
                "Fri Jan  2 03:04:05 2026",
                "Fri, 02 Jan 2026 03:04:05 CET",
                "Fri, 02 anF 2026 03:04:05 GMT",
                "Fri, 32 Jan 2026 03:04:05 GMT",
                "Fri, 02 Jan 2026 25:04:05 GMT",
                "Fri, xx Jan 2026 03:04:05 GMT",
                "Fri, +2 Jan 2026 03:04:05 GMT",
                "Fri, 02 Jan -026 03:04:05 GMT",
                "Fri, 02 Jan 2026 -0:04:05 GMT",
                "Fri, 02 Jan 2026 03:+4:05 GMT",
            })
    void other_text_is_not_a_date(String text) {
        assertThat(HttpDate.parse(text)).isNull();
    }

    @Test
    void an_answer_without_a_date_has_none() {
        assertThat(new HttpResponse(200, java.util.Map.of(), "").date()).isNull();
    }
}
