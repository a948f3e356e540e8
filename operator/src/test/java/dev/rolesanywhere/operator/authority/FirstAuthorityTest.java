package dev.rolesanywhere.operator.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final Instant SUGGESTED = Instant.parse("2026-01-10T00:00:00Z");

    @Test
    void without_the_annotation_a_first_ca_is_not_permitted() {
        assertThat(FirstAuthority.permitted(null, NOW)).isEqualTo(new FirstAuthority.NotPermitted("", SUGGESTED));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-01-02T03:04:06Z
            2026-01-02T04:04:06+01:00
            ' 2026-01-09T00:00:00Z '
            2026-02-02T03:04:05Z
            """)
    void it_is_permitted_until_a_time_at_most_31_days_ahead(String written) {
        assertThat(FirstAuthority.permitted(written, NOW)).isEqualTo(new FirstAuthority.Permitted());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-01-02T03:04:05Z | expired at 2026-01-02T03:04:05Z
            2025-12-31T00:00:00Z | expired at 2025-12-31T00:00:00Z
            2026-02-02T03:04:06Z | names a time more than 31 days ahead
            9999-12-31T00:00:00Z | names a time more than 31 days ahead
            2026-01-09           | is not a time
            true                 | is not a time
            ''                   | is not a time
            """)
    void an_annotation_that_permits_nothing_has_a_reason_and_a_time_to_write(String written, String reason) {
        assertThat(FirstAuthority.permitted(written, NOW))
                .isInstanceOfSatisfying(FirstAuthority.NotPermitted.class, it -> {
                    assertThat(it.why()).contains(reason);
                    assertThat(it.until()).isEqualTo(SUGGESTED);
                });
    }
}
