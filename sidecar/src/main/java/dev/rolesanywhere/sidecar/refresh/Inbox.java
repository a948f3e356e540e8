package dev.rolesanywhere.sidecar.refresh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The calls that are under way, and what came of those that ended, for the one thread that decides. The room for a result is made
 * before its call starts: where memory or threads run out during the call, its end is seen all the same, and the call is made again.
 */
public final class Inbox {
    private final List<Pending> calls = new ArrayList<>();
    private final Executor threads;

    /** @param threads what calls run on, apart from the thread that decides */
    public Inbox(Executor threads) {
        this.threads = threads;
    }

    /** To be started once, or to be failed. */
    synchronized Pending expect(Call call) {
        Pending pending = new Pending(call);
        calls.add(pending);
        return pending;
    }

    /** The event of a call that ended; null where there is none. */
    synchronized @Nullable Event take() {
        for (int i = 0; i < calls.size(); i++) {
            Pending pending = calls.get(i);
            if (pending.ended) {
                // May fail for lack of memory; the call then stays here for the next time.
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

    /** Whether a call is under way, or has ended and was not taken yet. */
    public synchronized boolean isCalling() {
        return !calls.isEmpty();
    }

    /** Returns when there is something, or the time is over. */
    public synchronized void await(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && isEmpty(); left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
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

    /** One call under way. Nothing between its end and the deciding thread takes memory, so nothing there can fail. */
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

        /** So that a slow call holds up no other. */
        void start() {
            threads.execute(this);
        }

        Call call() {
            return call;
        }

        /** It could not be started. */
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

    /** A thread for each: there are as many at a time as roles that are due, and none for most of an hour. */
    public static final class Threads implements Executor {
        @Override
        public void execute(Runnable call) {
            Thread thread = new Thread(call, "call");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
