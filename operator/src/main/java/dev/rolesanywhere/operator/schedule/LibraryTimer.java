package dev.rolesanywhere.operator.schedule;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The timer of a library. */
public final class LibraryTimer {
    private LibraryTimer() {}

    /**
     * JOSDK's timer has no core thread. Java then lets its thread look for due tasks every 10 ms, which took 6 ms of CPU per second in each
     * replica.
     */
    public static void keepThread(ScheduledExecutorService timer) {
        if (timer instanceof ScheduledThreadPoolExecutor pool) {
            pool.setCorePoolSize(1);
        }
    }
}
