package dev.rolesanywhere.e2e.attack;

/**
 * Legitimate requests of one kind while an attack went on.
 *
 * @param slowestMillis the one that was answered last after it was sent
 */
record Served(String what, long answered, long failed, long slowestMillis) {
    @Override
    public String toString() {
        return failed + "/" + (answered + failed);
    }
}
