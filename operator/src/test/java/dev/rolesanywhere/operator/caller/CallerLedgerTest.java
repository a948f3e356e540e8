package dev.rolesanywhere.operator.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.TestClock;
import dev.rolesanywhere.pki.key.KeySpec;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallerLedgerTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final CallerLedger ledger = new CallerLedger(clock);

    @Test
    void requests_are_counted_for_a_minute_and_for_each_pod() {
        ledger.called("shop", "a");
        clock.pass(Duration.ofSeconds(59));
        assertThat(ledger.called("shop", "a")).isEqualTo(2);
        clock.pass(Duration.ofSeconds(1));
        assertThat(ledger.called("shop", "a")).isEqualTo(2);
        assertThat(ledger.called("shop", "b")).isEqualTo(1);
    }

    @Test
    void a_flood_takes_no_more_memory_than_a_minute_of_it() {
        int counted = 0;
        for (int request = 0; request < 1000; request++) {
            counted = ledger.called("shop", "a");
        }
        assertThat(counted).isEqualTo(RememberedCaller.MOST_COUNTED);
    }

    @Test
    void the_same_key_counts_once_from_when_it_was_first_used() throws Exception {
        PublicKey key = KeySpec.P256.generate(new SecureRandom()).getPublic();
        ledger.called("shop", "a");
        ledger.proved("a", key, 0);
        Instant first = clock.instant();
        clock.pass(Duration.ofMinutes(5));
        ledger.proved("a", key, 0);
        ledger.proved("a", KeySpec.P256.generate(new SecureRandom()).getPublic(), 0);

        assertThat(ledger.keys("a", first)).isEqualTo(1);
        assertThat(ledger.keys("a", clock.instant())).isEqualTo(2);
        assertThat(ledger.keys("b", clock.instant())).isZero();
    }

    @Test
    void a_pod_that_is_gone_or_long_silent_is_forgotten() {
        ledger.called("shop", "a");
        ledger.called("shop", "b");
        ledger.forget("a");
        assertThat(ledger.knows("a")).isFalse();

        clock.pass(Duration.ofHours(13));
        ledger.called("shop", "c");
        assertThat(ledger.knows("b")).isFalse();
        assertThat(ledger.knows("c")).isTrue();
    }
}
