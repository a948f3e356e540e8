package dev.rolesanywhere.plugin.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastUseTest {
    @Test
    void times_of_the_last_request_and_of_each_profile() {
        assertThat(facts("""
                # HELP rolesanywhere_sidecar_credentials_expiration_timestamp_seconds When the served credentials expire.
                rolesanywhere_sidecar_credentials_expiration_timestamp_seconds{profile="orders-reader"} 1767225600
                rolesanywhere_sidecar_credentials_expiration_timestamp_seconds{profile="audit"} 1767229200
                rolesanywhere_sidecar_last_served_timestamp_seconds 1767222000
                rolesanywhere_sidecar_clock_offset_seconds 0"""))
                .extracting(fact -> fact.name() + ": " + fact.finding())
                .containsExactly(
                        "last request of a client: 2025-12-31T23:00:00Z",
                        "credentials expire, by profile: orders-reader 2026-01-01T00:00:00Z, audit 2026-01-01T01:00:00Z");
    }

    @Test
    void a_sidecar_without_client_requests_is_not_a_problem() {
        assertThat(facts("rolesanywhere_sidecar_last_served_timestamp_seconds 0"))
                .extracting(Fact::verdict, Fact::finding)
                .containsExactly(tuple(Verdict.Unknown, "none since the sidecar started"));
    }

    @Test
    void a_user_without_access_to_the_pod_is_referred_to_the_metric() {
        assertThat(LastUse.of(Optional.of(new Seen.Hidden<>("you may not read it"))))
                .singleElement()
                .satisfies(fact -> assertThat(fact.todo()).contains("last_served_timestamp_seconds"));
    }

    @Test
    void other_metrics_are_omitted() {
        assertThat(facts("rolesanywhere_sidecar_last_served_timestamp_seconds 99999999999999999999\n\u001b[2J"))
                .isEmpty();
        assertThat(LastUse.of(Optional.empty())).isEmpty();
    }

    private static List<Fact> facts(String metrics) {
        return LastUse.of(Optional.of(new Seen.Known<>(metrics)));
    }
}
