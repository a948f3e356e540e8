package dev.rolesanywhere.webhook.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefreshLimitTest {
    private Instant now = Instant.parse("2026-01-05T10:00:00Z");
    private final RefreshLimit limit = new RefreshLimit(() -> now);

    @Test
    void ten_reads_of_a_namespace_are_allowed_at_once_and_then_one_each_tenth_of_a_second() {
        for (int i = 0; i < 10; i++) {
            assertThat(limit.mayAsk("shop", true)).isTrue();
        }
        assertThat(limit.mayAsk("shop", true)).isFalse();

        now = now.plusMillis(99);
        assertThat(limit.mayAsk("shop", true)).isFalse();
        now = now.plusMillis(1);
        assertThat(limit.mayAsk("shop", true)).isTrue();
        assertThat(limit.mayAsk("shop", true)).isFalse();
    }

    @Test
    void keys_do_not_wait_for_each_other() {
        for (int i = 0; i < 11; i++) {
            limit.mayAsk("shop", true);
        }
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
