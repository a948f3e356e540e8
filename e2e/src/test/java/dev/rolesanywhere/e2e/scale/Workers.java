package dev.rolesanywhere.e2e.scale;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Several clients that share the work. */
final class Workers {
    static final int AS_FAST_AS_POSSIBLE = 1_000_000;

    private final int clients;

    Workers(int clients) {
        this.clients = clients;
    }

    /**
     * Does the work for each number.
     *
     * @param perSecond the maximum rate
     * @return the reached rate
     */
    double each(int from, int to, int perSecond, IntConsumer work) throws InterruptedException, ExecutionException {
        long began = System.nanoTime();
        var turn = new AtomicLong(began);
        long between = TimeUnit.SECONDS.toNanos(1) / perSecond;
        try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
            List<? extends Future<?>> all = IntStream.range(from, to)
                    .mapToObj(number -> pool.submit(() -> {
                        await(turn.getAndAdd(between));
                        work.accept(number);
                    }))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        }
        return (to - from) / Math.max(1e-9, (System.nanoTime() - began) / 1e9);
    }

    private static void await(long time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
