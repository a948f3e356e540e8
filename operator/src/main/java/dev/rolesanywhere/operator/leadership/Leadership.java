package dev.rolesanywhere.operator.leadership;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Whether this replica is the active one, or was a moment ago. */
@Singleton
public class Leadership {
    /** Requests that the Service sent here before the label moved to the next leader are still answered. */
    static final Duration AFTER_THE_LOSS = Duration.ofSeconds(30);

    private final AtomicReference<State> state = new AtomicReference<>(new State(false, Instant.MIN));

    /** @param lostAt when it led last; {@code Instant.MIN} if it never did */
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

    /** Counts from the first loss: to lose what is lost already changes nothing. */
    public void lost(Instant now) {
        state.updateAndGet(before -> before.leading() ? new State(false, now) : before);
    }
}
