package dev.rolesanywhere.demo;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits for a result of another process. */
final class Await {
    /** Returns null until there is a result. */
    interface Attempt<T> {
        @Nullable
        T get() throws Exception;
    }

    /** A JVM on a machine with a running build takes a minute to start. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private Await() {}

    /** @return the first result that is not null */
    static <T> T await(String what, Part part, Attempt<T> attempt) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end) {
            part.requireAlive();
            T result = attempt.get();
            if (result != null) {
                return result;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("waited %d minutes in vain for %s; the last output of the part:\n%s"
                .formatted(LONGEST.toMinutes(), what, part.output()));
    }
}
