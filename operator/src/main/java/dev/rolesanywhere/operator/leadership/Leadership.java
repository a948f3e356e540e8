package dev.rolesanywhere.operator.leadership;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Whether this replica is active, or was active recently. */
@Singleton
public class Leadership {
    /** Requests that arrive before the label moves to the next leader are still answered. */
    static final Duration AFTER_THE_LOSS = Duration.ofSeconds(30);

    private final AtomicReference<State> state = new AtomicReference<>(new State(false, Instant.MIN));

    /** @param lostAt end of its last leadership; {@code Instant.MIN} if it never led */
    private record State(boolean leading, Instant lostAt) {}

    public boolean isLeading() {
        return state.get().leading();
    }

    /** Whether pods get answers here: while this replica leads, and for 30 s after that. */
    public boolean answers(Instant now) {
        State current = state.get();
        return current.leading()
                || (!current.lostAt().equals(Instant.MIN)
                        && now.isBefore(current.lostAt().plus(AFTER_THE_LOSS)));
    }

    public void gained() {
        state.set(new State(true, Instant.MIN));
    }

    /** Counts from the first loss: repeated losses change nothing. */
    public void lost(Instant now) {
        state.updateAndGet(before -> before.leading() ? new State(false, now) : before);
    }
}
