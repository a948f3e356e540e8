package dev.rolesanywhere.node;

/** Wakes the thread that decides. Any thread may send it; a signal before the wait is not lost. */
final class Signal {
    private boolean given;

    synchronized void give() {
        given = true;
        notifyAll();
    }

    /** Returns after a signal, or after the time is over. */
    synchronized void await(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && !given; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        given = false;
    }
}
