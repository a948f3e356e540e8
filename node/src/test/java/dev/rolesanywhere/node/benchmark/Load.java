package dev.rolesanywhere.node.benchmark;

import dev.rolesanywhere.node.benchmark.Requests.Request;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The durations of a number of requests. A request with the answer 429 is repeated later and not counted, because the
 * limit of a pod is far above the rate of SDKs.
 */
record Load(long perSecond, double medianMillis, double p99Millis, double worstMillis) {
    private static final long AGAIN_MILLIS = 50;

    /** Runs this number of clients in parallel. They send this number of requests to each contestant, in turns. */
    static Load run(List<Request> pods, int clients, int each) throws Exception {
        int all = pods.size() * each;
        long[] nanos = new long[all];
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        together(clients, () -> {
            for (int i = next.getAndIncrement(); i < all; i = next.getAndIncrement()) {
                nanos[i] = timed(pods.get(i % pods.size()));
            }
        });
        return of(nanos, System.nanoTime() - begin);
    }

    /** Sends requests at a fixed rate, independent of the duration of the answers. */
    static Load atRate(List<Request> pods, int clients, int perSecond, int seconds) throws Exception {
        int all = perSecond * seconds;
        long[] nanos = new long[all];
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        together(clients, () -> {
            for (int i = next.getAndIncrement(); i < all; i = next.getAndIncrement()) {
                long due = begin + i * 1_000_000_000L / perSecond;
                while (System.nanoTime() < due) {
                    Thread.sleep(1);
                }
                nanos[i] = timed(pods.get(i % pods.size()));
            }
        });
        return of(nanos, System.nanoTime() - begin);
    }

    interface Client {
        void run() throws Exception;
    }

    /** Ends when all have ended, with the first failure. */
    static void together(int clients, Client client) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Exception[] failures = new Exception[clients];
        Thread[] threads = new Thread[clients];
        for (int c = 0; c < clients; c++) {
            int number = c;
            threads[c] = Thread.ofPlatform().start(() -> {
                try {
                    go.await();
                    client.run();
                } catch (Exception e) {
                    failures[number] = e;
                }
            });
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        for (Exception failure : failures) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    private static long timed(Request request) throws IOException, InterruptedException {
        while (true) {
            long begin = System.nanoTime();
            String answer = Requests.exchange(request);
            long took = System.nanoTime() - begin;
            if (Requests.isCredentials(answer)) {
                return took;
            } else if (!answer.startsWith("HTTP/1.1 429")) {
                throw new IOException(answer.lines().findFirst().orElse("no answer"));
            }
            Thread.sleep(AGAIN_MILLIS);
        }
    }

    static Load of(long[] nanos, long took) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Load(
                (long) (sorted.length * 1e9 / took),
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }
}
