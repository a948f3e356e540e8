package dev.rolesanywhere.operator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SkippingRoundsTest {
    private final AtomicInteger worked = new AtomicInteger();
    private final AtomicBoolean fails = new AtomicBoolean();
    private final SkippingRounds rounds = new SkippingRounds(2, () -> {
        worked.incrementAndGet();
        if (fails.get()) {
            throw new IOException("for the test");
        }
    });

    @Test
    void works_in_the_first_round_and_then_in_every_third() throws Exception {
        rounds(7);
        assertThat(worked).hasValue(3);
    }

    @Test
    void a_failed_round_is_repeated_in_the_next_one() throws Exception {
        fails.set(true);
        assertThatThrownBy(rounds::run).isInstanceOf(IOException.class);
        assertThatThrownBy(rounds::run).isInstanceOf(IOException.class);
        assertThat(worked).hasValue(2);

        fails.set(false);
        rounds(3);
        assertThat(worked).hasValue(3);
    }

    @Test
    void urgent_work_skips_none_of_the_next_rounds() throws Exception {
        rounds(1);
        rounds.skipNoneOf(2);
        rounds(2);
        assertThat(worked).hasValue(3);

        rounds(3);
        assertThat(worked).hasValue(4);
    }

    @Test
    void work_that_becomes_urgent_while_it_runs_is_repeated_in_the_next_round() throws Exception {
        AtomicReference<Runnable> during = new AtomicReference<>(() -> {});
        SkippingRounds interrupted = new SkippingRounds(2, () -> {
            worked.incrementAndGet();
            during.get().run();
        });
        during.set(() -> {
            during.set(() -> {});
            interrupted.skipNoneOf(1);
        });
        interrupted.run();
        interrupted.run();
        assertThat(worked).hasValue(2);
    }

    private void rounds(int number) throws Exception {
        for (int i = 0; i < number; i++) {
            rounds.run();
        }
    }
}
