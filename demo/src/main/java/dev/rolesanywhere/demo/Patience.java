package dev.rolesanywhere.demo;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Waiting for what another process does. */
final class Patience {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Patience() {}

    /** @return the first result that is not null */
    static <T> T await(String what, Part part, Callable<@Nullable T> attempt) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end) {
            part.requireAlive();
            T result = attempt.call();
            if (result != null) {
                return result;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException(
                "waited a minute in vain for " + what + "; the last output of the part:\n" + part.output());
    }
}
