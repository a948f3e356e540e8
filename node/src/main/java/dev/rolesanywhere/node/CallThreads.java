package dev.rolesanywhere.node;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for calls to operator and AWS. Their number is limited, even if many pods start together. A thread exists
 * only during a call.
 */
final class CallThreads implements Executor {
    private static final int MOST = 24;
    private static final long IDLE_SECONDS = 10;
    private static final long STACK_BYTES = 256 << 10;

    private final ThreadPoolExecutor pool;
    private final Runnable ended;

    /** @param ended runs after each call */
    CallThreads(Runnable ended) {
        this.ended = ended;
        this.pool = new ThreadPoolExecutor(
                MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), CallThreads::thread);
        pool.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable run) {
        Thread thread = new Thread(null, run, "call", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable call) {
        pool.execute(() -> {
            try {
                call.run();
            } finally {
                ended.run();
            }
        });
    }
}
