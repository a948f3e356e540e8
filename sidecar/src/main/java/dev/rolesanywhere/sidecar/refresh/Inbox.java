package dev.rolesanywhere.sidecar.refresh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls in progress and the results of ended calls, for the one thread that decides. The memory for a result is
 * allocated before its call starts. If memory or threads run out during the call, its end is still visible, and the
 * call is repeated.
 */
public final class Inbox {
    private final List<Pending> calls = new ArrayList<>();
    private final Executor threads;

    /** @param threads run the calls, apart from the thread that decides */
    public Inbox(Executor threads) {
        this.threads = threads;
    }

    /** The caller starts the returned call once, or marks it as failed. */
    synchronized Pending expect(Call call) {
        Pending pending = new Pending(call);
        calls.add(pending);
        return pending;
    }

    /** The event of an ended call; null if there is none. */
    synchronized @Nullable Event take() {
        for (int i = 0; i < calls.size(); i++) {
            Pending pending = calls.get(i);
            if (pending.ended) {
                // This may fail for lack of memory. The call then stays for the next time.
                Event event = pending.event();
                calls.remove(i);
                return event;
            }
        }
        return null;
    }

    public synchronized boolean isEmpty() {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).ended) {
                return false;
            }
        }
        return true;
    }

    /** Whether a call is in progress, or has ended without being taken. */
    public synchronized boolean isCalling() {
        return !calls.isEmpty();
    }

    /**
     * Returns when an event arrives or the time is over. Java allows a wait to end earlier without a cause; the caller
     * then finds nothing due, and waits again.
     */
    public synchronized void await(long millis) throws InterruptedException {
        if (isEmpty()) {
            TimeUnit.MILLISECONDS.timedWait(this, millis);
        }
    }

    private synchronized void end(Pending pending, @Nullable Event event, @Nullable Throwable failure) {
        if (!pending.ended) {
            pending.event = event;
            pending.failure = failure;
            pending.ended = true;
            notifyAll();
        }
    }

    /**
     * One call in progress. Between its end and the deciding thread nothing allocates memory, so nothing can fail
     * there.
     */
    final class Pending implements Runnable {
        private final Call call;
        private @Nullable Event event;
        private @Nullable Throwable failure;
        private boolean ended;

        private Pending(Call call) {
            this.call = call;
        }

        @Override
        public void run() {
            Event made = null;
            Throwable cause = null;
            try {
                made = call.make();
            } catch (Exception | Error e) {
                cause = e;
            } finally {
                end(this, made, cause);
            }
        }

        /** Runs on its own thread, so a slow call delays no other. */
        void start() {
            threads.execute(this);
        }

        Call call() {
            return call;
        }

        /** The call could not be started. */
        void failed(Throwable cause) {
            end(this, null, cause);
        }

        private Event event() {
            return event != null
                    ? event
                    : call.failed(
                            failure != null ? failure : new IllegalStateException("the call ended without a result"));
        }
    }

    /** One thread for each call: there are as many at a time as due roles, and none during most of an hour. */
    public static final class Threads implements Executor {
        @Override
        public void execute(Runnable call) {
            Thread thread = new Thread(call, "call");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
