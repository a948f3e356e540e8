package dev.rolesanywhere.pki.serving;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/** Rotates the serving authorities when it is time. */
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

    /** The next state; the same object if nothing is due, so that callers write only changes. */
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
