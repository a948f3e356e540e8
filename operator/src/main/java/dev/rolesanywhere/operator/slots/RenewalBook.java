package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.time.Instant;

/**
 * The renewals that are to come, by the minute. Each call books the pod's next one in the first minute with room; so intervals grow with
 * the number of pods, and pods that started together renew apart.
 */
final class RenewalBook {
    private static final int MINUTE = 60;
    /** A power of two above the latest renewal of a session of 12 h, in minutes. */
    private static final int RING = 512;

    private final int[] booked = new int[RING];
    private long current;

    /** @param after the call */
    record Booking(long minute, Duration after) {}

    /**
     * Where no minute has room, the latest is taken: half of a session's life is kept free whatever the quota.
     *
     * @param perSecond how many renewals a second there may be
     */
    Booking book(Instant call, Interval interval, double perSecond, Instant now) {
        advance(now.getEpochSecond() / MINUTE);
        long first = call.plus(interval.earliest()).getEpochSecond() / MINUTE;
        long last = call.plus(interval.latest()).getEpochSecond() / MINUTE;
        double room = perSecond * MINUTE;
        long minute = first;
        while (minute < last && booked[place(minute)] + 1 > room) {
            minute++;
        }
        double share = Math.min(1, booked[place(minute)]++ / Math.max(1, room));
        Instant at = Instant.ofEpochSecond(minute * MINUTE + (long) (share * MINUTE));
        Duration after = Duration.between(call, at);
        return new Booking(minute, clamp(after, interval));
    }

    /** The pod calls again before that. */
    void cancel(Booking booking) {
        if (booking.minute() >= current && booked[place(booking.minute())] > 0) {
            booked[place(booking.minute())]--;
        }
    }

    private static Duration clamp(Duration after, Interval interval) {
        if (after.compareTo(interval.earliest()) < 0) {
            return interval.earliest();
        }
        return after.compareTo(interval.latest()) > 0 ? interval.latest() : after;
    }

    private void advance(long minute) {
        boolean farAway = minute < current || minute - current >= RING;
        for (int i = 0; farAway && i < RING; i++) {
            booked[i] = 0;
        }
        for (long past = farAway ? minute : current; past < minute; past++) {
            booked[place(past)] = 0;
        }
        current = minute;
    }

    private static int place(long minute) {
        return (int) Math.floorMod(minute, (long) RING);
    }
}
