package dev.rolesanywhere.operator.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentlySaidTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final RecentlySaid said = new RecentlySaid(clock);

    @Test
    void says_the_same_once_in_ten_minutes() {
        assertThat(said.isNew("pod", "PodGone")).isTrue();
        clock.pass(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(said.isNew("pod", "PodGone")).isFalse();
        clock.pass(Duration.ofSeconds(1));
        assertThat(said.isNew("pod", "PodGone")).isTrue();
    }

    @Test
    void another_reason_or_another_pod_is_something_else() {
        assertThat(said.isNew("pod", "PodGone")).isTrue();
        assertThat(said.isNew("pod", "PodFinished")).isTrue();
        assertThat(said.isNew("other", "PodGone")).isTrue();
    }

    @Test
    void a_flood_is_silenced_rather_than_remembered_until_time_has_passed() {
        IntStream.range(0, 10_000).forEach(i -> said.isNew("pod-" + i, "PodGone"));

        assertThat(said.isNew("one more", "PodGone")).isFalse();
        clock.pass(Duration.ofMinutes(11));
        assertThat(said.isNew("one more", "PodGone")).isTrue();
    }
}
