package dev.rolesanywhere.webhook.admission;

import dev.rolesanywhere.webhook.limits.FairShare;
import dev.rolesanywhere.webhook.limits.Turns;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Limits for all reviews together. A request is read only after it got its share. Addresses share fairly, so that other clients cannot
 * starve the API server.
 */
@Singleton
class ReviewLimits {
    /** The API server sends objects of at most 3 MiB, plus the review around them. */
    static final int BODY_BYTES = 4 * 1024 * 1024;

    /** From the headers to the last byte of the body, and again from the answer to its last byte. */
    static final Duration TRANSFER = Duration.ofSeconds(5);

    /** From headers to answer. A rollout of a large cluster has some hundred at once. */
    private static final int REQUESTS = 512;

    /** Threads that read reviews; each may wait for the API server. */
    private static final int PARALLEL = 8;

    /** Heap bytes for each byte of JSON while it is parsed: as text, as a string and as a copy. */
    private static final int BYTES_PER_BYTE = 3;
    /** As {@link ReviewReader#MOST_TOKENS} says; a token has at least two bytes of JSON. */
    private static final int BYTES_PER_TOKEN = 100;

    private static final int UNIT = 1024;

    private final FairShare requests = new FairShare(REQUESTS);
    private final FairShare bytes;
    private final Semaphore trees;
    private final int mostUnits;
    private final Turns turns;

    @Inject
    ReviewLimits(Vertx vertx) {
        this(Runtime.getRuntime().maxMemory(), command -> vertx.executeBlocking(Executors.callable(command), false));
    }

    /** @param heap of the process, in bytes: an eighth for bodies and answers, three eighths for parsed bodies */
    ReviewLimits(long heap, Executor executor) {
        this.bytes = new FairShare(heap / 8);
        this.mostUnits = (int) Math.min(heap / 8 * 3 / UNIT, Integer.MAX_VALUE);
        this.trees = new Semaphore(mostUnits, true);
        this.turns = new Turns(executor, PARALLEL);
    }

    FairShare requests() {
        return requests;
    }

    FairShare bytes() {
        return bytes;
    }

    /** Runs the work once it is the address's turn and memory for a body of this length is available. */
    void read(String address, int length, Runnable work) {
        int units = Math.min(units(length), mostUnits);
        turns.submit(address, () -> {
            trees.acquireUninterruptibly(units);
            try {
                work.run();
            } finally {
                trees.release(units);
            }
        });
    }

    /** Maximum heap in KiB for parsing a body of this length. */
    static int units(int length) {
        long tokens = Math.min(length / 2, ReviewReader.MOST_TOKENS);
        return (int) ((tokens * BYTES_PER_TOKEN + (long) length * BYTES_PER_BYTE) / UNIT) + 1;
    }
}
