package dev.rolesanywhere.sidecar.refresh;

/** Runs what may take long apart from the thread that decides, so that one slow call holds up no other. */
public interface Calls {
    void start(Runnable call);

    /** A thread for each: there are as many at a time as roles that are due, and none for most of an hour. */
    final class Threads implements Calls {
        @Override
        public void start(Runnable call) {
            Thread thread = new Thread(call, "call");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
