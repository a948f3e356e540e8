package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** What came of a simulation. Times are in milliseconds of virtual time. */
final class Report {
    private static final long SECOND = 1000;

    private final Scenario scenario;
    private final Times calls = new Times();
    private final Times asks = new Times();
    private final Times starts = new Times();
    private final Times lateStarts = new Times();
    private long begin;
    int throttled;
    long lastThrottled;
    int deferred;
    int withoutSlot;
    int expired;
    int neverServed;
    long longestInterval;
    Duration longestRenewalWait = Duration.ZERO;

    /** A growing list of numbers. */
    private static final class Times {
        private long[] times = new long[1024];
        private int size;

        void add(long time) {
            if (size == times.length) {
                times = Arrays.copyOf(times, 2 * size);
            }
            times[size++] = time;
        }

        /** The most in any window of that length; times must ascend. */
        int most(long window, long from) {
            int most = 0;
            int first = 0;
            for (int i = 0; i < size; i++) {
                while (times[i] - times[first] >= window) {
                    first++;
                }
                most = times[i] < from ? 0 : Math.max(most, i - first + 1);
            }
            return most;
        }

        long count(long from, long until) {
            return Arrays.stream(times, 0, size)
                    .filter(time -> time >= from && time < until)
                    .count();
        }

        long quantile(double share) {
            long[] sorted = Arrays.copyOf(times, size);
            Arrays.sort(sorted);
            return size == 0 ? -1 : sorted[(int) Math.min(size - 1L, (long) (share * size))];
        }
    }

    Report(Scenario scenario) {
        this.scenario = scenario;
    }

    void begins(long at) {
        begin = at;
    }

    void asked(long at) {
        asks.add(at);
    }

    void granted(boolean renewal, Duration wait) {
        if (renewal && wait.compareTo(longestRenewalWait) > 0) {
            longestRenewalWait = wait;
        }
    }

    void deferred() {
        deferred++;
    }

    void withoutSlot() {
        withoutSlot++;
    }

    void called(long at) {
        calls.add(at);
    }

    void throttled(long at) {
        throttled++;
        lastThrottled = at;
    }

    /** The latecomers' own. */
    private boolean isLate(long startedAt) {
        return scenario.latecomers() > 0
                && startedAt >= begin + scenario.latecomersAt().toMillis();
    }

    void accepted(long startedAt, long calledAt, long expiresAt, long at) {
        if (calledAt < 0) {
            (isLate(startedAt) ? lateStarts : starts).add(at - startedAt);
            return;
        }
        longestInterval = Math.max(longestInterval, at - calledAt);
        if (at > expiresAt - 60 * SECOND) {
            expired++;
        }
    }

    void ends(long startedAt, long calledAt, long expiresAt, long at) {
        if (calledAt < 0 && startedAt < at) {
            neverServed++;
        } else if (calledAt >= 0 && expiresAt - 60 * SECOND < at) {
            expired++;
        }
    }

    /** Calls a second, in the busiest stretch of that length. */
    double busiest(Duration window) {
        return calls.most(window.toMillis(), 0) * 1000.0 / window.toMillis();
    }

    /** Calls a second, on average over the last half of the time. */
    double steadyRate() {
        long end = scenario.runs().toMillis();
        return calls.count(end / 2, end) * 2000.0 / end;
    }

    /** The busiest ten minutes of the last half of the time. */
    double steadyPeak() {
        long window = Duration.ofMinutes(10).toMillis();
        return calls.most(window, scenario.runs().toMillis() / 2) * 1000.0 / window;
    }

    /** How long the pod waited for its first credentials, of which that share of pods waited no longer. */
    Duration start(double share) {
        return Duration.ofMillis(starts.quantile(share));
    }

    Duration lateStart(double share) {
        return Duration.ofMillis(lateStarts.quantile(share));
    }

    /** How many pods had their first credentials within that. */
    long startedWithin(Duration time) {
        return starts.count(0, time.toMillis());
    }

    Duration lastThrottledAfterBegin() {
        return Duration.ofMillis(throttled == 0 ? 0 : lastThrottled - begin);
    }

    String print() {
        return String.format(
                Locale.ROOT,
                """
                %s
                  start: first %s, median %s, last %s; %d pods never
                  %scalls a second: at most %.0f in 1 s, %.1f over 10 s, %.1f over 60 s, %.1f over 10 min
                  steady: %.2f calls a second, at most %.2f over 10 min
                  renewals: longest interval %s of %s, longest wait for a slot %s
                  throttled %d, told to come back %d, called without a slot %d, sessions ended unrenewed %d
                  operator: at most %.0f answers in a second
                """,
                scenario.name(),
                text(start(0)),
                text(start(0.5)),
                text(start(1)),
                neverServed,
                late(),
                busiest(Duration.ofSeconds(1)),
                busiest(Duration.ofSeconds(10)),
                busiest(Duration.ofSeconds(60)),
                busiest(Duration.ofMinutes(10)),
                steadyRate(),
                steadyPeak(),
                text(Duration.ofMillis(longestInterval)),
                text(scenario.life()),
                text(longestRenewalWait),
                throttled,
                deferred,
                withoutSlot,
                expired,
                asks.most(SECOND, 0) * 1.0);
    }

    private String late() {
        return scenario.latecomers() == 0
                ? ""
                : "latecomers: first " + text(lateStart(0)) + ", median " + text(lateStart(0.5)) + ", last "
                        + text(lateStart(1)) + "\n  ";
    }

    private static String text(Duration time) {
        if (time.toMinutes() >= 120) {
            return String.format(Locale.ROOT, "%d h %02d min", time.toHours(), time.toMinutesPart());
        }
        return time.toSeconds() >= 120
                ? String.format(Locale.ROOT, "%d min %02d s", time.toMinutes(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
