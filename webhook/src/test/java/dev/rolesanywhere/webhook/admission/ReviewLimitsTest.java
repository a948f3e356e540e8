package dev.rolesanywhere.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the process's memory is shared between reviews. */
class ReviewLimitsTest {
    private static final long MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 1",
        // tokens of two bytes each, 100 bytes of heap; 3 bytes of heap for each byte
        "2048, 107",
        "300000, 15528",
        "300002, 15528",
        "4194304, 26937"
    })
    void reading_reserves_heap_by_tokens_and_bytes(int length, int kib) {
        assertThat(ReviewLimits.units(length)).isEqualTo(kib);
    }

    @Test
    void bodies_and_answers_share_an_eighth_of_the_heap() {
        ReviewLimits limits = new ReviewLimits(64 * MIB, Runnable::run);

        assertThat(limits.bytes().take("10.0.0.1", 4 * MIB)).isTrue();
        assertThat(limits.bytes().take("10.0.0.1", 1))
                .as("half is one address's")
                .isFalse();
    }

    @Test
    void there_are_512_requests_at_most() {
        ReviewLimits limits = new ReviewLimits(64 * MIB, Runnable::run);

        assertThat(limits.requests().take("10.0.0.1", 256)).isTrue();
        assertThat(limits.requests().take("10.0.0.1", 1)).isFalse();
    }

    @Test
    void eight_reviews_are_read_at_once_and_the_next_starts_when_one_ends() {
        List<Runnable> running = new ArrayList<>();
        List<Integer> read = new ArrayList<>();
        ReviewLimits limits = new ReviewLimits(64 * MIB, running::add);
        for (int i = 0; i < 9; i++) {
            int number = i;
            limits.read("10.0.0.1", 1, () -> read.add(number));
        }

        assertThat(running).hasSize(8);
        running.removeFirst().run();
        assertThat(running).hasSize(8);
        assertThat(read).containsExactly(0);
    }

    /** With 64 MiB of heap, 24 MiB are for data from bodies: 24,576 KiB. */
    @Test
    @Timeout(60)
    void a_body_waits_for_the_heap_that_it_needs() throws Exception {
        List<Thread> threads = new ArrayList<>();
        ReviewLimits limits = new ReviewLimits(64 * MIB, work -> {
            Thread thread = new Thread(work);
            threads.add(thread);
            thread.start();
        });
        CountDownLatch largeReads = new CountDownLatch(1);
        CountDownLatch largeEnds = new CountDownLatch(1);
        List<String> read = new ArrayList<>();
        limits.read("10.0.0.1", 2_000_000, () -> {
            largeReads.countDown();
            await(largeEnds);
            read.add("large");
        });
        await(largeReads);
        limits.read("10.0.0.2", 100_000, () -> read.add("next"));

        // 20,508 KiB and 5,176 KiB are more than there are.
        while (threads.get(1).getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(read).isEmpty();
        largeEnds.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(read).containsExactly("large", "next");
    }

    @Test
    void a_body_that_needs_more_than_the_whole_heap_share_is_read_alone() {
        List<String> read = new ArrayList<>();
        ReviewLimits limits = new ReviewLimits(MIB, Runnable::run);

        limits.read("10.0.0.1", ReviewLimits.BODY_BYTES, () -> read.add("one"));
        limits.read("10.0.0.1", ReviewLimits.BODY_BYTES, () -> read.add("two"));

        assertThat(read).containsExactly("one", "two");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
