package dev.rolesanywhere.e2e.attack;

/**
 * Legitimate requests of one kind while an attack went on.
 *
 * @param slowestMillis the longest that one took
 * @param firstFailure what was wrong with the first that failed; empty if none did, or if it is not known
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
