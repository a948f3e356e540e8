package dev.rolesanywhere.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenDurationTest {
    @ParameterizedTest
    @CsvSource({"6h, 21600", "90m, 5400", "900s, 900", "1h30m, 5400", "1h0m5s, 3605", "87600h, 315360000"})
    void parses_every_duration_that_the_schemas_allow(String written, long seconds) {
        assertThat(WrittenDuration.parse(written)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6", "6d", "30m1h", "PT6H", "-1h", "1.5h"})
    void rejects_other_text_with_the_correct_form(String written) {
        assertThatThrownBy(() -> WrittenDuration.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6h or 90m");
    }

    @ParameterizedTest
    @CsvSource({"21600, 6h", "5400, 1h30m", "59, 59s", "3605, 1h5s", "0, 0s"})
    void writes_the_shortest_form(long seconds, String written) {
        assertThat(WrittenDuration.format(Duration.ofSeconds(seconds))).isEqualTo(written);
    }
}
