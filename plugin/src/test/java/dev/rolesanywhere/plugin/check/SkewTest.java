package dev.rolesanywhere.plugin.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.plugin.fact.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkewTest {
    private static final Instant HERE = Instant.parse("2026-01-01T00:10:00Z");

    @ParameterizedTest
    @CsvSource({
        "'Thu, 01 Jan 2026 00:10:00 GMT',Good",
        "'Thu, 01 Jan 2026 00:11:00 GMT',Good",
        "'Thu, 01 Jan 2026 00:11:01 GMT',Bad",
        "'Thu, 01 Jan 2026 00:08:59 GMT',Bad",
        "'yesterday',Unknown"
    })
    void a_minute_is_the_most(String date, Verdict verdict) {
        assertThat(Skew.of(Skew.date(date), HERE).verdict()).isEqualTo(verdict);
    }

    @Test
    void an_answer_without_a_date_shows_no_skew() {
        assertThat(Skew.of(Optional.empty(), HERE).verdict()).isEqualTo(Verdict.Unknown);
    }
}
