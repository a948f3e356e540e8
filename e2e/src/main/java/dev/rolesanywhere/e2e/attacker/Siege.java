package dev.rolesanywhere.e2e.attacker;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Repeats one action on many parallel connections until the time is over or the file exists. */
final class Siege {
    /** The pause after a failed attempt, so that failed connects use no CPU. */
    private static final long BACK_OFF_MILLIS = 100;

    private static final Duration FIRST_CONNECTION = Duration.ofSeconds(20);

    private final Tally tally;
    private final Duration time;
    private volatile long endNanos;
    private final Path stop;
    private final AtomicBoolean over = new AtomicBoolean();

    Siege(Tally tally, Duration time, Path stop) {
        this.tally = tally;
        this.time = time;
        this.stop = stop;
        begin();
    }

    /** The time starts with the first connection, which must succeed within this limit. */
    void begin() {
        endNanos = System.nanoTime() + FIRST_CONNECTION.plus(time).toNanos();
    }

    private void countFromTheFirst() {
        long first = tally.firstNanos();
        if (first != 0) {
            endNanos = first + time.toNanos();
        }
    }

    interface Attempt {
        void on(Target target, int number) throws IOException, InterruptedException;
    }

    boolean over() {
        return over.get() || System.nanoTime() >= endNanos;
    }

    /** The same, and stops if the file exists. */
    boolean overByNow() {
        over.compareAndSet(false, Files.exists(stop));
        countFromTheFirst();
        return over();
    }

    int millisLeft() {
        return (int) Math.max(1, (endNanos - System.nanoTime()) / 1_000_000);
    }

    /** @param each connections at once to each target */
    void lay(List<Target> targets, int each, Attempt attempt) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Target target : targets) {
                for (int i = 0; i < each; i++) {
                    int number = i;
                    threads.execute(() -> repeat(target, number, attempt));
                }
            }
            while (!overByNow()) {
                Thread.sleep(50);
            }
            tally.end();
            threads.shutdownNow();
        }
    }

    private void repeat(Target target, int number, Attempt attempt) {
        while (!over()) {
            try {
                attempt.on(target, number);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                tally.answered("the attacker's own fault: " + e);
                return;
            } catch (IOException e) {
                if (!over()) {
                    tally.answered(inWords(e));
                    pause();
                }
            }
        }
    }

    private static String inWords(IOException e) {
        return switch (e) {
            case NoRouteToHostException gone -> "nobody there";
            case ConnectException refused -> "connection refused";
            case SocketTimeoutException late -> "no answer in time";
            default -> "closed";
        };
    }

    private static void pause() {
        try {
            Thread.sleep(BACK_OFF_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
