package dev.rolesanywhere.operator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodicTest {
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final long BOUND_SECONDS = 30;

    private final AtomicBoolean processEnded = new AtomicBoolean();
    private @Nullable Periodic periodic;

    @AfterEach
    void stop() {
        if (periodic != null) {
            periodic.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unchecked", "checked", "without message", "unprintable", "interrupted", "cyclic cause"})
    void a_round_that_throws_an_exception_is_followed_by_the_next_round(String kind) throws Exception {
        CountDownLatch rounds = new CountDownLatch(3);
        start(() -> {
            rounds.countDown();
            throw exception(kind);
        });
        assertThat(rounds.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(processEnded).isFalse();
    }

    @Test
    void no_round_begins_after_stopping() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger rounds = new AtomicInteger();
        Periodic stopped = start(() -> {
            rounds.incrementAndGet();
            began.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
        });
        assertThat(began.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        stopped.stop();
        assertThat(interrupted.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(stopped.awaitEnd(Duration.ofSeconds(BOUND_SECONDS))).isTrue();
        assertThat(rounds).hasValue(1);
    }

    @Test
    void nothing_runs_before_the_start() {
        AtomicInteger rounds = new AtomicInteger();
        periodic = new Periodic("test", Duration.ZERO, PAUSE, rounds::incrementAndGet);
        assertThat(rounds).hasValue(0);
    }

    @Test
    void an_error_ends_the_process() {
        Periodic failing = new Periodic(
                "test",
                Duration.ZERO,
                PAUSE,
                () -> {
                    throw new OutOfMemoryError("for the test");
                },
                () -> processEnded.set(true));
        periodic = failing;
        assertThatThrownBy(failing::runOnce).isInstanceOf(OutOfMemoryError.class);
        assertThat(processEnded).isTrue();
    }

    @Test
    void a_failure_has_its_own_message_and_the_message_of_its_root_cause() {
        Exception cause = new IOException("no route to host");
        assertThat(FailureText.of(new IllegalStateException("Operation: [get] failed", new IOException("x", cause))))
                .isEqualTo("Operation: [get] failed: no route to host");
        assertThat(FailureText.of(new IllegalStateException("plain"))).isEqualTo("plain");
        assertThat(FailureText.of(new IllegalStateException(cause))).isEqualTo("java.io.IOException: no route to host");
        assertThat(FailureText.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    private Periodic start(Periodic.Round round) {
        Periodic started = new Periodic("test", Duration.ZERO, PAUSE, round, () -> processEnded.set(true));
        periodic = started;
        started.start();
        return started;
    }

    private static Exception exception(String kind) {
        return switch (kind) {
            case "checked" -> new IOException("broken");
            case "without message" -> new IllegalStateException();
            case "interrupted" -> new InterruptedException();
            case "unprintable" ->
                new IllegalStateException() {
                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("even this");
                    }
                };
            case "cyclic cause" -> {
                Exception first = new IllegalStateException("first");
                first.initCause(new IllegalStateException("second", first));
                yield first;
            }
            default -> new IllegalStateException("broken");
        };
    }
}
