package dev.rolesanywhere.operator.podcertificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.podcertificate.WaitingRequests.Key;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitingRequestsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Key ONE = new Key("shop", "one");

    @Test
    void a_new_request_is_due_and_a_waiting_request_is_checked_with_growing_pauses() {
        WaitingRequests requests = new WaitingRequests();
        requests.add(ONE, NOW);
        assertThat(requests.due(10, NOW)).containsExactly(ONE);

        List<Long> pauses = new ArrayList<>();
        Instant now = NOW;
        for (int look = 0; look < 8; look++) {
            requests.later(ONE, IssuingReason.RoleNotBound, null, now);
            long pause = 0;
            while (requests.due(10, now.plusSeconds(pause)).isEmpty()) {
                pause++;
            }
            pauses.add(pause);
            now = now.plusSeconds(pause);
        }
        assertThat(pauses).containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void a_reason_counts_as_new_once_and_is_counted_by_its_name() {
        WaitingRequests requests = new WaitingRequests();
        requests.add(ONE, NOW);
        requests.add(new Key("shop", "two"), NOW);

        assertThat(requests.later(ONE, IssuingReason.RoleNotBound, null, NOW)).isTrue();
        assertThat(requests.later(ONE, IssuingReason.RoleNotBound, null, NOW)).isFalse();
        assertThat(requests.byReason()).isEqualTo(Map.of(IssuingReason.RoleNotBound, 1));
        assertThat(requests.later(ONE, IssuingReason.QueuedForAWS, Duration.ofSeconds(7), NOW))
                .isTrue();
        assertThat(requests.due(10, NOW.plusSeconds(6))).doesNotContain(ONE);
        assertThat(requests.due(10, NOW.plusSeconds(7))).contains(ONE);
    }

    @Test
    void a_known_request_keeps_its_pause_and_a_deleted_request_is_forgotten() {
        WaitingRequests requests = new WaitingRequests();
        requests.add(ONE, NOW);
        requests.later(ONE, IssuingReason.RoleNotBound, null, NOW);
        requests.add(ONE, NOW);
        assertThat(requests.due(10, NOW)).isEmpty();

        requests.remove(ONE);
        assertThat(requests.later(ONE, IssuingReason.RoleNotBound, null, NOW)).isFalse();
        assertThat(requests.size()).isZero();
        assertThat(requests.due(10, NOW.plusSeconds(600))).isEmpty();
    }

    @Test
    void a_flood_of_one_namespace_does_not_delay_others_and_loses_its_own_oldest_entry() {
        WaitingRequests requests = new WaitingRequests(100);
        for (int number = 0; number < 300; number++) {
            requests.add(new Key("flood", "r" + number), NOW);
        }
        requests.add(ONE, NOW);

        assertThat(requests.size()).isEqualTo(100);
        assertThat(requests.due(64, NOW))
                .hasSize(9)
                .contains(ONE, new Key("flood", "r201"))
                .doesNotContain(new Key("flood", "r0"));
    }
}
