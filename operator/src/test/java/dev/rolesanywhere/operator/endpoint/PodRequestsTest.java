package dev.rolesanywhere.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.issuance.SessionNeeds;
import dev.rolesanywhere.operator.outcome.OutcomeReport;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reading requests of pods, with all combinations of missing members. */
class PodRequestsTest {
    @Test
    void a_request_lists_held_sessions_and_ending_sessions() {
        assertThat(new CertificatesRequest(
                                "csr",
                                null,
                                null,
                                null,
                                Arrays.asList("reader", null, "writer", "reader"),
                                List.of("admin"))
                        .needs())
                .isEqualTo(new SessionNeeds(Set.of("reader", "writer"), Set.of("admin")));
        assertThat(new CertificatesRequest("csr", null, null, null, null, null).needs())
                .isEqualTo(SessionNeeds.UNKNOWN);
    }

    @Test
    void a_sidecar_gets_target_roles_only_if_it_supports_them() {
        assertThat(supporting(List.of("TargetRole")).assumesTargetRoles()).isTrue();
        assertThat(supporting(Arrays.asList("Other", null, "TargetRole")).assumesTargetRoles())
                .isTrue();
        assertThat(supporting(List.of("Other")).assumesTargetRoles()).isFalse();
        assertThat(supporting(null).assumesTargetRoles()).isFalse();
    }

    private static CertificatesRequest supporting(@Nullable List<@Nullable String> supports) {
        return new CertificatesRequest("csr", null, null, supports, null, null);
    }

    @Test
    void a_null_outcome_is_omitted_and_the_rest_is_used() {
        assertThat(new OutcomesRequest(Arrays.asList(null, report("writer")), null).reports())
                .containsExactly(report("writer"));
        assertThat(new OutcomesRequest(null, null).reports()).isEmpty();
    }

    @Test
    void a_report_has_the_known_states_of_the_clients() {
        assertThat(new OutcomesRequest(null, "Asked").asked()).contains(true);
        assertThat(new OutcomesRequest(null, "NeverAsked").asked()).contains(false);
        assertThat(new OutcomesRequest(null, "Perhaps").asked()).isEmpty();
        assertThat(new OutcomesRequest(null, null).asked()).isEmpty();
    }

    @Test
    void a_report_of_more_roles_than_a_pod_has_is_cut() {
        assertThat(new OutcomesRequest(Collections.nCopies(257, report("reader")), null).reports())
                .hasSize(256);
    }

    private static OutcomeReport report(String role) {
        return new OutcomeReport(role, "Accepted", null, null, null, null, null, null);
    }
}
