package dev.rolesanywhere.node;

/** By which the thread that decides is woken. Any thread may give it; what is given before it is awaited is not lost. */
final class Signal {
    private boolean given;

    synchronized void give() {
        given = true;
        notifyAll();
    }

    /** Returns when it was given, or the time is over. */
    synchronized void await(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && !given; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        given = false;
    }
}
