package dev.rolesanywhere.crds.heap;

/**
 * The memory of objects that survived several collections, with the garbage among them.
 *
 * @param used in bytes
 * @param live what was left after the last full collection, in bytes; 0 before the first
 */
record OldObjects(long used, long live) {
    /** In bytes. A full collection pauses the process, so it must free at least this. */
    private static final long LEAST = 12L * 1024 * 1024;

    /** Garbage of a quarter of the live objects is worth a collection. */
    private static final int PART = 4;

    boolean areWorthCollecting() {
        return used - live >= Math.max(LEAST, live / PART);
    }
}
