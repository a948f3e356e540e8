package dev.rolesanywhere.e2e.attacker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** All clients of a pod start at once. Each requests its credentials once, with its own token. */
final class Bursts {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long BETWEEN_MILLIS = 200;

    private final Siege siege;
    private final Tally tally;
    private final String head;

    Bursts(Siege siege, Tally tally, String path) throws IOException {
        this.siege = siege;
        this.tally = tally;
        this.head = "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n"
                .formatted(path, Files.readString(Path.of(System.getenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"))));
    }

    /**
     * Sends bursts until the time is over, but at least three. Returns how many requests of each burst were answered
     * with 200 within a second.
     */
    String run(Target target, int clients) throws InterruptedException {
        Map<Integer, Integer> within = new TreeMap<>();
        int bursts = 0;
        while (bursts < 3 || !siege.overByNow()) {
            within.merge(burst(target, clients), 1, Integer::sum);
            bursts++;
            Thread.sleep(BETWEEN_MILLIS);
        }
        return "bursts of %d: %d; answered within 1 s: %s; best=%d"
                .formatted(clients, bursts, within, within.keySet().stream().reduce(0, Math::max));
    }

    private int burst(Target target, int clients) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        AtomicInteger inTime = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                threads.execute(() -> ask(target, start, inTime));
            }
            start.countDown();
        }
        return inTime.get();
    }

    private void ask(Target target, CountDownLatch start, AtomicInteger inTime) {
        try {
            start.await();
            long began = System.nanoTime();
            try (Wire wire = Wire.open(target, tally)) {
                tally.requested();
                wire.send(head);
                String answer = wire.answer();
                tally.answered(answer);
                if (answer.equals("200") && System.nanoTime() - began < SECOND_NANOS) {
                    inTime.incrementAndGet();
                }
            }
        } catch (IOException e) {
            tally.answered("not answered");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
