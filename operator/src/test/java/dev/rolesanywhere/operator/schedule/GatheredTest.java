package dev.rolesanywhere.operator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheredTest {
    private static final Duration DELAY = Duration.ofSeconds(5);

    private static final Duration IN_BURST = Duration.ofSeconds(10);

    private final List<Runnable> later = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private final List<String> passed = new ArrayList<>();
    private final Gathered<String> gathered = new Gathered<>(
            new Gathered.Delay(DELAY, IN_BURST, 3),
            (work, delay) -> {
                delays.add(delay);
                later.add(work);
            },
            passed::add);

    @Test
    void collected_changes_are_reported_once_per_key() {
        gathered.changed("a");
        gathered.changed("b");
        gathered.changed("a");
        assertThat(passed).isEmpty();

        pass();
        assertThat(passed).containsExactly("a", "b");
    }

    @Test
    void a_change_after_that_is_passed_on_again() {
        gathered.changed("a");
        pass();
        gathered.changed("a");
        pass();

        assertThat(passed).containsExactly("a", "a");
    }

    @Test
    void a_burst_has_a_longer_delay_until_few_keys_wait() {
        List.of("a", "b", "c", "d").forEach(gathered::changed);
        pass();
        gathered.changed("e");

        assertThat(delays).containsExactly(DELAY, DELAY, IN_BURST, IN_BURST, DELAY);
    }

    private void pass() {
        List<Runnable> due = List.copyOf(later);
        later.clear();
        due.forEach(Runnable::run);
    }
}
