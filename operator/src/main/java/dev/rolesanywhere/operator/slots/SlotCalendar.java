package dev.rolesanywhere.operator.slots;

import java.util.TreeMap;

/**
 * The number of calls assigned to each coming second. Renewals use at most three quarters of a second's capacity, so that starting
 * pods always find free capacity. Not thread-safe.
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

    /** Capacity of a second. */
    interface Capacity {
        int of(long second);
    }

    /**
     * Assigns the first second from {@code from} on with free capacity.
     *
     * @param now seconds since 1970, as the result
     * @param from not before {@code now}; later if the caller must wait for another reason
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
        // A caller that started later has not checked the seconds before.
        if (from <= first && urgency == Urgency.Pressing) {
            firstForPressing = second;
        } else if (from <= first) {
            firstForRenewing = second;
        }
        return second;
    }

    /** Releases an unused call. */
    void giveBack(long second, Urgency urgency) {
        seconds.computeIfPresent(second, (_, taken) -> taken.without(urgency));
        firstForPressing = Math.min(firstForPressing, second);
        firstForRenewing = Math.min(firstForRenewing, second);
    }

    /** A higher rate adds capacity to seconds that were full. */
    void searchFromNow() {
        firstForPressing = 0;
        firstForRenewing = 0;
    }

    private static boolean hasRoom(Taken taken, Urgency urgency, int capacity) {
        return taken.all() < capacity
                && (urgency == Urgency.Pressing || taken.renewing() < Math.max(1, capacity * 3 / 4));
    }
}
