package dev.rolesanywhere.sidecar.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.sidecar.issuing.IssuingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Calls in progress and their ends. A thread that is interrupted already shows whether it waits, without any passage of
 * time: a wait then fails immediately.
 */
class InboxTest {
    private static final Duration AT_MOST = Duration.ofSeconds(20);
    private static final long AN_HOUR = Duration.ofHours(1).toMillis();
    private static final Event ANSWER = new Event.Reported(List.of(), null, null);

    private final Inbox inbox = new Inbox(Runnable::run);

    @AfterEach
    void forgetInterruption() {
        Thread.interrupted();
    }

    @Test
    void without_an_event_the_deciding_thread_waits() {
        inbox.expect(answered());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> inbox.await(AN_HOUR)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void with_an_event_the_deciding_thread_does_not_wait() {
        inbox.expect(answered()).start();
        Thread.currentThread().interrupt();
        assertThatCode(() -> inbox.await(AN_HOUR)).doesNotThrowAnyException();
    }

    @Test
    void without_time_to_wait_the_deciding_thread_does_not_wait() {
        Thread.currentThread().interrupt();
        assertThatCode(() -> inbox.await(0)).doesNotThrowAnyException();
        assertThatCode(() -> inbox.await(-1)).doesNotThrowAnyException();
    }

    @Test
    void the_wait_ends_when_its_time_is_over() throws Exception {
        inbox.await(1);
        assertThat(inbox.take()).isNull();
    }

    @Test
    void the_end_of_a_call_ends_the_wait() throws Exception {
        Inbox.Pending pending = inbox.expect(answered());
        Thread deciding = Thread.ofPlatform().daemon().start(() -> {
            try {
                inbox.await(AN_HOUR);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        while (deciding.getState() != Thread.State.TIMED_WAITING) {
            assertThat(deciding.isAlive()).as("it waits").isTrue();
            Thread.onSpinWait();
        }
        pending.start();
        assertThat(deciding.join(AT_MOST)).as("it returned").isTrue();
        assertThat(inbox.take()).isSameAs(ANSWER);
    }

    @Test
    void an_event_is_taken_once() {
        inbox.expect(answered()).start();
        assertThat(inbox.take()).isSameAs(ANSWER);
        assertThat(inbox.take()).isNull();
    }

    @Test
    void only_the_first_end_of_a_call_counts() {
        Inbox.Pending pending = inbox.expect(answered());
        pending.start();
        pending.failed(new OutOfMemoryError("unable to create native thread"));
        assertThat(inbox.take()).isSameAs(ANSWER);
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void a_call_is_in_progress_until_its_event_is_taken() {
        assertThat(inbox.isCalling()).isFalse();
        Inbox.Pending pending = inbox.expect(answered());
        assertThat(inbox.isCalling()).isTrue();
        pending.start();
        assertThat(inbox.isCalling()).isTrue();
        inbox.take();
        assertThat(inbox.isCalling()).isFalse();
    }

    /** A call that hangs must not keep the process alive. */
    @Test
    void a_call_runs_on_a_daemon_thread_even_if_the_deciding_thread_is_not_one() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        Inbox.Threads threads = new Inbox.Threads();
        Thread deciding = Thread.ofPlatform()
                .daemon(false)
                .start(() -> threads.execute(() -> ran.complete(Thread.currentThread())));
        deciding.join();
        assertThat(ran)
                .succeedsWithin(AT_MOST)
                .satisfies(thread -> assertThat(thread.isDaemon()).isTrue())
                .isNotSameAs(deciding);
    }

    private static Call answered() {
        return new Call() {
            @Override
            public Event make() {
                return ANSWER;
            }

            @Override
            public Event failed(Throwable cause) {
                return new Event.Reported(List.of(), null, IssuingException.of(cause));
            }
        };
    }
}
