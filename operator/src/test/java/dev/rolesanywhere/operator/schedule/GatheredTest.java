package dev.rolesanywhere.operator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheredTest {
    private static final Duration DELAY = Duration.ofSeconds(5);

    private final List<Runnable> later = new ArrayList<>();
    private final List<String> passed = new ArrayList<>();
    private final Gathered<String> gathered = new Gathered<>(
            DELAY,
            (work, delay) -> {
                assertThat(delay).isEqualTo(DELAY);
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

    private void pass() {
        List<Runnable> due = List.copyOf(later);
        later.clear();
        due.forEach(Runnable::run);
    }
}
