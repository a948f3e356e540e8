package dev.rolesanywhere.operator.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
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
    void a_flood_uses_no_more_memory_than_one_minute_of_it() {
        int counted = 0;
        for (int request = 0; request < 1000; request++) {
            counted = ledger.called("shop", "a");
        }
        assertThat(counted).isEqualTo(RememberedCaller.MOST_COUNTED);
    }

    @Test
    void the_same_key_counts_once_from_its_first_use() throws Exception {
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
    void pods_of_one_namespace_do_not_displace_keys_of_another_namespace() throws Exception {
        CallerLedger small = new CallerLedger(clock, 100_000);
        PublicKey stolen = key();
        small.called("victim", "v");
        small.proved("v", key(), 0);
        small.proved("v", stolen, 0);
        for (int pod = 0; pod < 10_000; pod++) {
            clock.pass(Duration.ofMillis(1));
            small.called("attacker", "a-" + pod);
        }
        assertThat(small.keys("v", clock.instant())).isEqualTo(2);
        assertThat(small.knows("v", stolen)).isTrue();
        assertThat(small.size()).isLessThan(170);
    }

    @Test
    void each_pod_uses_at_most_a_few_kilobytes() throws Exception {
        RememberedCaller caller = new RememberedCaller("shop");
        for (int request = 0; request < 1000; request++) {
            caller.called(clock.instant());
            KeyDigest digest = new KeyDigest(request, request);
            caller.accepted(digest, 0, clock.instant());
            caller.refused(digest, 0, clock.instant());
        }
        assertThat(caller.bytes()).isLessThan(8 * 1024);
        assertThat(caller.keys(clock.instant())).isEqualTo(2000);
    }

    @Test
    void restarts_before_the_first_key_do_not_explain_a_later_key() throws Exception {
        ledger.called("shop", "a");
        ledger.proved("a", key(), 3);
        assertThat(ledger.explainedKeys("a", 3)).isEqualTo(1);
        assertThat(ledger.explainedKeys("a", 5)).isEqualTo(3);
    }

    @Test
    void if_leaves_have_a_cost_new_keys_are_limited_and_known_keys_are_not() throws Exception {
        ledger.called("shop", "a");
        PublicKey own = key();
        assertThat(ledger.admit("a", own, 7)).isEmpty();
        int admitted = 0;
        for (int attempt = 0; attempt < 40; attempt++) {
            admitted += ledger.admit("a", key(), 7).isEmpty() ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(3);
        assertThat(ledger.admit("a", own, 7)).isEmpty();
        // The alarm counts the refused ones, too.
        assertThat(ledger.keys("a", clock.instant())).isEqualTo(41);

        assertThat(ledger.admit("a", key(), 8)).isEmpty();
        assertThat(ledger.admit("a", key(), 8)).isNotEmpty();
        clock.pass(Duration.ofHours(1));
        assertThat(ledger.admit("a", key(), 8)).isEmpty();
        assertThat(ledger.admit("a", own, 8)).isEmpty();
    }

    private static PublicKey key() {
        return KeySpec.P256.generate(new SecureRandom()).getPublic();
    }

    @Test
    void a_deleted_or_long_silent_pod_is_forgotten() {
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
