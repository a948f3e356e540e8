package dev.rolesanywhere.operator.slots;

/**
 * How the rate is divided, in calls a second.
 *
 * @param total what may be called at all
 * @param starts the most that pods that start may take; the rest is kept for renewals
 * @param renewals the most that renewals may take
 */
record Shares(double total, double starts, double renewals) {
    private static final double MOST_FOR_RENEWALS = 0.5;
    private static final double LEAST_FOR_RENEWALS = 0.1;
    /** Those who come unevenly need more than their average. */
    private static final double HEADROOM = 1.2;

    /** Starts get all that renewals do not want, and never less than half. */
    static Shares of(double rate, double wantedByRenewals) {
        double kept = Math.clamp(wantedByRenewals * HEADROOM, rate * LEAST_FOR_RENEWALS, rate * MOST_FOR_RENEWALS);
        return new Shares(rate, rate - kept, rate * MOST_FOR_RENEWALS);
    }
}
