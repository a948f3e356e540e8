package dev.rolesanywhere.plugin.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.plugin.fact.Verdict;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void without_a_lease_no_replica_is_active() {
        assertThat(Leader.of(Optional.empty(), NOW).verdict()).isEqualTo(Verdict.Bad);
    }

    @ParameterizedTest
    @CsvSource({"operator-0,15,20,Good", "operator-0,15,30,Good", "operator-0,15,31,Bad", "'',15,1,Bad"})
    void a_leader_renews_within_twice_the_leases_time(String holder, int seconds, int ago, Verdict verdict) {
        assertThat(Leader.of(
                                Optional.of(new LeaseBuilder()
                                        .withNewSpec()
                                        .withHolderIdentity(holder)
                                        .withLeaseDurationSeconds(seconds)
                                        .withRenewTime(NOW.minusSeconds(ago).atZone(ZoneOffset.UTC))
                                        .endSpec()
                                        .build()),
                                NOW)
                        .verdict())
                .isEqualTo(verdict);
    }
}
