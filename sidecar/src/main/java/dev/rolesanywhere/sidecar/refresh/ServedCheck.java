package dev.rolesanywhere.sidecar.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logs what expired and removes its files, and retries a volume that rejected a file. */
final class ServedCheck {
    private static final Duration VOLUME_RETRY = Duration.ofSeconds(30);

    private final RoleStates roles;
    private final PodStore store;
    private final Publisher publisher;
    private final Transitions transitions;
    private @Nullable Instant volumeDueAt;

    ServedCheck(RoleStates roles, PodStore store, Publisher publisher, Transitions transitions) {
        this.roles = roles;
        this.store = store;
        this.publisher = publisher;
        this.transitions = transitions;
    }

    void run(Instant now) {
        if (logExpired(now) || volumeDueAt != null && !volumeDueAt.isAfter(now)) {
            publisher.writeAndPublish(now);
        }
        String problem = store.problem();
        if (problem == null) {
            volumeDueAt = null;
            transitions.fine("volume", "VolumeWritten", "the volume is writable and complete again");
        } else {
            transitions.problem(
                    "volume", "VolumeUnwritable", null, problem, "Meanwhile the endpoint still serves credentials.");
            if (volumeDueAt == null || !volumeDueAt.isAfter(now)) {
                volumeDueAt = now.plus(VOLUME_RETRY);
            }
        }
    }

    /** Whether credentials have expired since the last check. */
    private boolean logExpired(Instant now) {
        boolean expired = false;
        for (Map.Entry<String, RoleState> entry : roles.states().entrySet()) {
            RoleState state = entry.getValue();
            String subject = "expiry of " + entry.getKey();
            if (state.credentials() == null || state.isServed(now)) {
                transitions.over(subject);
            } else {
                String why = state.problem() == null ? "they were not renewed in time" : state.problem();
                expired |= transitions.problem(subject, "CredentialsExpired", entry.getKey(), why, null);
            }
        }
        return expired;
    }

    /** Corrects the times by the duration that the clock was ahead. */
    void setBack(Duration by) {
        volumeDueAt = volumeDueAt == null ? null : volumeDueAt.minus(by);
    }

    /** The earlier of the given time and the next retry of the volume. */
    Instant next(Instant other) {
        return volumeDueAt == null ? other : DueWork.earlier(other, volumeDueAt);
    }
}
