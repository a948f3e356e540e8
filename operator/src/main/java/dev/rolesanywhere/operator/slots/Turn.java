package dev.rolesanywhere.operator.slots;

import dev.rolesanywhere.operator.slots.RenewalBook.Booking;
import java.time.Duration;
import java.time.Instant;

/** What one pod was told for one role. */
sealed interface Turn {
    /** Whoever asks again within this, without that AWS was heard to have answered, has not called. */
    Duration STILL_GOOD = Duration.ofMinutes(1);

    /** When it may be forgotten. */
    Instant forgetAt();

    /** @param heard whether it was told what AWS answered */
    record Taken(Instant granted, Instant call, Booking renewal, boolean heard) implements Turn {
        private static final Duration KEPT = Duration.ofHours(6);

        boolean isOpen(Instant now) {
            return !heard && now.isBefore(call.plus(STILL_GOOD));
        }

        Taken afterAnswer() {
            return new Taken(granted, call, renewal, true);
        }

        @Override
        public Instant forgetAt() {
            return call.plus(KEPT);
        }
    }

    /**
     * @param comeBack when to ask again
     * @param servedUntil when the credentials that it holds end; long ago without any
     */
    record Queued(Instant comeBack, Instant servedUntil) implements Turn {
        private static final Duration KEPT = Duration.ofMinutes(10);

        /** A second early is not too early: clocks and networks are what they are. */
        boolean isTooEarly(Instant now) {
            return now.isBefore(comeBack.minusSeconds(1));
        }

        @Override
        public Instant forgetAt() {
            return comeBack.plus(KEPT);
        }
    }
}
