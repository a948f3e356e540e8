package dev.rolesanywhere.operator.slots;

/**
 * How the rate is divided, in calls a second.
 *
 * @param total what may be called at all
 * @param starts the most that pods that start may take; the rest is kept for renewals
 * @param renewals the most that renewals may take
 * @param late the most that all renewals and late ones may take: the quota's half matters less than a session's
 */
record Shares(double total, double starts, double renewals, double late) {
    private static final double MOST_KEPT = 0.5;
    /** Booked for half, they come unevenly: with no more than half, a queue once formed would stay. */
    private static final double MOST_FOR_RENEWALS = 0.6;

    private static final double MOST_FOR_LATE_RENEWALS = 0.75;
    private static final double LEAST_KEPT = 0.1;
    /** Those who come unevenly need more than their average. */
    private static final double HEADROOM = 1.2;

    /** Starts get all that renewals do not want, and never less than half. */
    static Shares of(double rate, double wantedByRenewals) {
        double kept = Math.clamp(wantedByRenewals * HEADROOM, rate * LEAST_KEPT, rate * MOST_KEPT);
        return new Shares(rate, rate - kept, rate * MOST_FOR_RENEWALS, rate * MOST_FOR_LATE_RENEWALS);
    }
}
