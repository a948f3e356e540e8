package dev.rolesanywhere.operator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
    void urgent_work_skips_no_round() throws Exception {
        rounds(1);
        rounds.due();
        rounds(3);
        assertThat(worked).hasValue(2);
    }

    private void rounds(int number) throws Exception {
        for (int i = 0; i < number; i++) {
            rounds.run();
        }
    }
}
