package dev.rolesanywhere.webhook.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Netty's embedded channel has a separate clock, which the test moves. */
class UnansweredDeadlineTest {
    private final EmbeddedChannel connection = new EmbeddedChannel(new UnansweredDeadline());

    UnansweredDeadlineTest() {
        connection.freezeTime();
    }

    @Test
    void a_byte_each_second_ends_after_two_periods() {
        for (int second = 0; second < 2 * UnansweredDeadline.PERIOD_SECONDS; second++) {
            assertThat(connection.isOpen()).isTrue();
            connection.writeInbound("x");
            passes(1);
        }
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void a_byte_each_25_seconds_ends_after_the_second() {
        connection.writeInbound("x");
        passes(25);
        connection.writeInbound("x");
        passes(25);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void a_connection_that_is_answered_stays() {
        for (int request = 0; request < 100; request++) {
            connection.writeInbound("request");
            passes(5);
            connection.writeOutbound("answer");
        }
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void an_idle_connection_without_an_open_request_stays() {
        connection.writeInbound("WINDOW_UPDATE");
        passes(300);
        connection.writeInbound("request");
        connection.writeOutbound("answer");
        assertThat(connection.isOpen()).isTrue();
    }

    private void passes(int seconds) {
        connection.advanceTimeBy(seconds, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
        connection.runPendingTasks();
    }
}
