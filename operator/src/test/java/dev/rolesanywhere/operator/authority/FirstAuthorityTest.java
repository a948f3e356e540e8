package dev.rolesanywhere.operator.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void nobody_permitted_it_without_the_annotation() {
        assertThat(FirstAuthority.permitted(null, NOW)).isEqualTo(new FirstAuthority.NotPermitted(""));
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
            2026-01-02T03:04:05Z | ended at 2026-01-02T03:04:05Z; write a later time
            2025-12-31T00:00:00Z | ended at 2025-12-31T00:00:00Z; write a later time
            2026-02-02T03:04:06Z | more than 31 days ahead; write an earlier one
            9999-12-31T00:00:00Z | more than 31 days ahead; write an earlier one
            2026-01-09           | is not a time; write one at most 31 days ahead, such as "2026-01-09T03:00:00Z"
            true                 | is not a time; write one
            ''                   | is not a time; write one
            """)
    void what_does_not_permit_it_says_what_to_write(String written, String advice) {
        assertThat(FirstAuthority.permitted(written, NOW))
                .isInstanceOfSatisfying(FirstAuthority.NotPermitted.class, it -> assertThat(it.why())
                        .contains(advice));
    }
}
