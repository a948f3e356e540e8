package dev.rolesanywhere.e2e.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Sends requests one after another, each kind on a separate thread, until it is closed. */
final class Legitimate {
    private static final int LONGEST_TEXT = 400;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Served>> running = new ArrayList<>();
    private volatile boolean over;

    /** @param request returns null for a correct answer, and otherwise the failure */
    Legitimate and(String what, long pauseMillis, Callable<@Nullable String> request) {
        running.add(threads.submit(() -> repeat(what, pauseMillis, request)));
        return this;
    }

    List<Served> end() {
        over = true;
        List<Served> served = new ArrayList<>();
        try (threads) {
            for (Future<Served> future : running) {
                served.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return served;
    }

    private Served repeat(String what, long pauseMillis, Callable<@Nullable String> request)
            throws InterruptedException {
        long answered = 0;
        long failed = 0;
        long slowest = 0;
        String firstFailure = "";
        while (!over) {
            long began = System.nanoTime();
            String wrong = outcome(request);
            slowest = Math.max(slowest, (System.nanoTime() - began) / 1_000_000);
            if (wrong == null) {
                answered++;
            } else {
                failed++;
                firstFailure = firstFailure.isEmpty() ? shortened(wrong) : firstFailure;
            }
            Thread.sleep(pauseMillis);
        }
        return new Served(what, answered, failed, slowest, firstFailure);
    }

    private static String shortened(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line;
    }

    private static @Nullable String outcome(Callable<@Nullable String> request) {
        try {
            return request.call();
        } catch (Exception e) {
            return String.valueOf(e.getMessage());
        }
    }
}
