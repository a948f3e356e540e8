package dev.rolesanywhere.webhook.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RefreshLimitTest {
    private Instant now = Instant.parse("2026-01-05T10:00:00Z");
    private final RefreshLimit limit = new RefreshLimit(new TestClock(), Duration.ofSeconds(1));

    @Test
    void the_first_question_is_allowed_and_the_next_ones_of_the_interval_are_not() {
        assertThat(limit.mayAsk("shop")).isTrue();
        now = now.plusMillis(999);
        assertThat(limit.mayAsk("shop")).isFalse();
    }

    @Test
    void after_the_interval_it_is_allowed_again() {
        limit.mayAsk("shop");
        now = now.plusSeconds(1);
        assertThat(limit.mayAsk("shop")).isTrue();
        assertThat(limit.mayAsk("shop")).isFalse();
    }

    @Test
    void keys_do_not_wait_for_each_other() {
        limit.mayAsk("shop");
        assertThat(limit.mayAsk("bank")).isTrue();
    }

    private final class TestClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
