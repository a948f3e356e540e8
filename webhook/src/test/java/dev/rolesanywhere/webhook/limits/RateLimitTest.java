package dev.rolesanywhere.webhook.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private Instant now = Instant.parse("2026-01-05T10:00:00Z");
    private final RateLimit limit = new RateLimit(() -> now, 3, Duration.ofSeconds(1), 10);

    @Test
    void only_a_burst_is_allowed_at_once() {
        assertThat(limit.allows("a")).isTrue();
        assertThat(limit.allows("a")).isTrue();
        assertThat(limit.allows("a")).isTrue();
        assertThat(limit.allows("a")).isFalse();
    }

    @Test
    void one_more_is_allowed_after_each_interval() {
        for (int i = 0; i < 3; i++) {
            limit.allows("a");
        }
        now = now.plusSeconds(1);
        assertThat(limit.allows("a")).isTrue();
        assertThat(limit.allows("a")).isFalse();
    }

    @Test
    void one_key_does_not_use_up_the_burst_of_another() {
        for (int i = 0; i < 3; i++) {
            limit.allows("a");
        }
        assertThat(limit.allows("b")).isTrue();
    }

    @Test
    void any_number_of_keys_is_remembered_in_bounded_memory() {
        for (int i = 0; i < 1_000; i++) {
            limit.allows("key " + i);
        }
        assertThat(limit.size()).isEqualTo(10);
    }

    @Test
    void a_key_is_forgotten_after_its_burst_is_complete() {
        limit.allows("a");
        limit.allows("b");
        now = now.plusSeconds(10);
        limit.allows("c");
        assertThat(limit.size()).isEqualTo(1);
    }
}
