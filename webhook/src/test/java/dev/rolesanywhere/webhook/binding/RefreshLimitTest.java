package dev.rolesanywhere.webhook.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefreshLimitTest {
    private Instant now = Instant.parse("2026-01-05T10:00:00Z");
    private final RefreshLimit limit = new RefreshLimit(() -> now);

    @Test
    void the_first_question_is_allowed_and_the_next_ones_of_the_interval_are_not() {
        assertThat(limit.mayAsk("shop", true)).isTrue();
        now = now.plusMillis(999);
        assertThat(limit.mayAsk("shop", true)).isFalse();
    }

    @Test
    void after_the_interval_it_is_allowed_again() {
        limit.mayAsk("shop", true);
        now = now.plusSeconds(1);
        assertThat(limit.mayAsk("shop", true)).isTrue();
        assertThat(limit.mayAsk("shop", true)).isFalse();
    }

    @Test
    void keys_do_not_wait_for_each_other() {
        limit.mayAsk("shop", true);
        assertThat(limit.mayAsk("bank", true)).isTrue();
    }

    @Test
    void invented_namespaces_use_up_their_own_limit_only() {
        int asked = 0;
        for (int i = 0; i < 10_000; i++) {
            asked += limit.mayAsk("invented-" + i, false) ? 1 : 0;
        }
        assertThat(asked).isEqualTo(20);
        assertThat(limit.mayAsk("shop", true)).isTrue();
    }

    @Test
    void all_known_namespaces_together_have_a_limit_per_second() {
        int asked = 0;
        for (int i = 0; i < 1_000; i++) {
            asked += limit.mayAsk("team-" + i, true) ? 1 : 0;
        }
        assertThat(asked).isEqualTo(100);
    }
}
