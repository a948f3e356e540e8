package dev.rolesanywhere.operator.slots;

import java.util.TreeMap;

/**
 * How many calls each coming second has taken. Renewals take at most three quarters of a second's capacity, so that pods that start always find the rest;
 * starting pods take whatever is free. Not thread-safe.
 */
final class SlotCalendar {
    private final TreeMap<Long, Taken> seconds = new TreeMap<>();
    private long firstForPressing;
    private long firstForRenewing;

    private record Taken(int all, int renewing) {
        private static final Taken NOTHING = new Taken(0, 0);

        Taken with(Urgency urgency) {
            return new Taken(all + 1, urgency == Urgency.Renewing ? renewing + 1 : renewing);
        }

        Taken without(Urgency urgency) {
            return new Taken(all - 1, urgency == Urgency.Renewing ? renewing - 1 : renewing);
        }
    }

    /** Calls that a second may take. */
    interface Capacity {
        int of(long second);
    }

    /**
     * Takes the first second from {@code from} on that has room.
     *
     * @param now seconds since 1970, as the result
     * @param from not before {@code now}; later for those who must wait for another reason
     * @param capacity at least 2 each second
     */
    long take(long now, long from, Urgency urgency, Capacity capacity) {
        seconds.headMap(now).clear();
        long first = Math.max(now, urgency == Urgency.Pressing ? firstForPressing : firstForRenewing);
        long second = Math.max(first, from);
        while (!hasRoom(seconds.getOrDefault(second, Taken.NOTHING), urgency, capacity.of(second))) {
            second++;
        }
        seconds.merge(second, Taken.NOTHING.with(urgency), (taken, one) -> taken.with(urgency));
        // Whoever had to begin later has not seen that the seconds before are full.
        if (from <= first && urgency == Urgency.Pressing) {
            firstForPressing = second;
        } else if (from <= first) {
            firstForRenewing = second;
        }
        return second;
    }

    /** What was taken and will not be used. */
    void giveBack(long second, Urgency urgency) {
        seconds.computeIfPresent(second, (_, taken) -> taken.without(urgency));
        firstForPressing = Math.min(firstForPressing, second);
        firstForRenewing = Math.min(firstForRenewing, second);
    }

    /** A higher rate opens seconds that were full. */
    void searchFromNow() {
        firstForPressing = 0;
        firstForRenewing = 0;
    }

    private static boolean hasRoom(Taken taken, Urgency urgency, int capacity) {
        return taken.all() < capacity
                && (urgency == Urgency.Pressing || taken.renewing() < Math.max(1, capacity * 3 / 4));
    }
}
