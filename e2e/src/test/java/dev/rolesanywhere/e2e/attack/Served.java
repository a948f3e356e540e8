package dev.rolesanywhere.e2e.attack;

/**
 * Legitimate requests of one kind during an attack.
 *
 * @param slowestMillis the longest duration of a request
 * @param firstFailure why the first request failed; empty if none failed, or if it is unknown
 */
record Served(String what, long answered, long failed, long slowestMillis, String firstFailure) {
    Served(String what, long answered, long failed, long slowestMillis) {
        this(what, answered, failed, slowestMillis, "");
    }

    @Override
    public String toString() {
        return failed + "/" + (answered + failed);
    }
}
