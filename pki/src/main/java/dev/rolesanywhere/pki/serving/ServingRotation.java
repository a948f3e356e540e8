package dev.rolesanywhere.pki.serving;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/** Brings the serving authorities to where they should be now. */
public final class ServingRotation {
    private final Clock clock;
    private final SecureRandom random;

    public ServingRotation(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** The very first authority. */
    public ServingAuthorities start() {
        return new ServingAuthorities(ServingAuthority.generate(clock.instant(), random), null);
    }

    /** One step on; the same object if there is nothing to do, so that callers write only what changed. */
    public ServingAuthorities advance(ServingAuthorities state) {
        Instant now = clock.instant();
        return switch (state.step(now)) {
            case KEEP -> state;
            case CREATE_NEXT -> new ServingAuthorities(state.current(), ServingAuthority.generate(now, random));
            case DROP_CURRENT -> new ServingAuthorities(Objects.requireNonNull(state.next()), null);
            case START_OVER -> start();
        };
    }
}
