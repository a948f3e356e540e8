package dev.rolesanywhere.operator.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When reports of throttling are a shortage of all. */
class ComplaintsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Complaints complaints = new Complaints();

    @Test
    void a_pods_report_counts_once_in_ten_minutes() {
        Instant again = NOW.plus(Duration.ofMinutes(10));
        assertThat(complaints.counts("one", NOW)).isTrue();
        assertThat(complaints.counts("one", again.minus(MOMENT))).isFalse();
        assertThat(complaints.counts("another", NOW)).isTrue();
        assertThat(complaints.counts("one", again)).isTrue();
        assertThat(complaints.counts("one", again.plus(MOMENT))).isFalse();
    }

    @Test
    void a_sweep_forgets_no_report_of_the_last_ten_minutes() {
        complaints.counts("one", NOW);
        complaints.sweep(NOW.plus(Duration.ofMinutes(9)));
        assertThat(complaints.counts("one", NOW.plus(Duration.ofMinutes(9)))).isFalse();
    }

    @ParameterizedTest(name = "two of {0} namespaces: {1}")
    @CsvSource({"2, true", "8, true", "9, false"})
    void a_shortage_of_all_is_felt_by_a_quarter_of_the_namespaces_that_call(long calling, boolean shared) {
        complaints.isShared("shop", calling, NOW);
        assertThat(complaints.isShared("office", calling, NOW)).isEqualTo(shared);
    }

    @Test
    void one_namespace_alone_is_not_a_shortage() {
        assertThat(complaints.isShared("shop", 1, NOW)).isFalse();
        assertThat(complaints.isShared("shop", 1, NOW.plusSeconds(60))).isFalse();
    }

    @Test
    void reports_older_than_five_minutes_do_not_count() {
        Instant later = NOW.plus(Complaints.LATELY);
        complaints.isShared("shop", 2, NOW);
        assertThat(complaints.isShared("office", 2, later)).isFalse();
        assertThat(complaints.isShared("shop", 2, later.plus(Complaints.LATELY).minus(MOMENT)))
                .isTrue();
    }
}
