package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.refresh.TestRole.HOUR;
import static dev.rolesanywhere.sidecar.refresh.TestRole.NOW;
import static dev.rolesanywhere.sidecar.refresh.TestRole.credentials;
import static dev.rolesanywhere.sidecar.refresh.TestRole.issued;
import static dev.rolesanywhere.sidecar.refresh.TestRole.named;
import static dev.rolesanywhere.sidecar.refresh.TestRole.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.transport.HttpResponse;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The effect of each answer of the operator. */
class OperatorAnswersTest {
    private static final TestRole READER = named("reader");
    private static final IssuedRole ITS_LEAF = READER.make();
    private static final IssuingException AWAY = failure(503, "TemporarilyUnavailable");
    private static final IssuingException DENIED = failure(403, "PodGone");
    private static final Outcome OUTCOME = new Outcome("reader", "Throttled", "wait", 429, null, null, null, null);

    @TempDir
    Path directory;

    private AnsweredPod pod;

    @BeforeEach
    void start() throws Exception {
        pod = new AnsweredPod(directory);
    }

    @Test
    void a_leaf_is_held_shown_and_gets_its_slot() {
        answer(issued(READER));
        assertThat(pod.state.leaves().all()).extracting(IssuedRole::name).containsExactly("reader");
        assertThat(pod.state.leaves().slot(ITS_LEAF)).isEqualTo(NOW);
        assertThat(pod.served.served().profiles()).containsOnlyKeys("reader");
        assertThat(pod.metrics())
                .contains("certificate_expiration_timestamp_seconds{profile=\"reader\"} "
                        + NOW.plus(HOUR).getEpochSecond());
        assertThat(pod.state.issuer().isCheckDue(NOW)).isFalse();
    }

    @Test
    void a_role_whose_session_is_not_due_gets_no_slot() {
        answer(issued(READER));
        pod.state.leaves().dropSlot(ITS_LEAF);
        serve("reader");
        answer(issued(READER));
        assertThat(pod.state.leaves().slot(ITS_LEAF)).isNull();
    }

    @Test
    void the_bundle_that_the_operator_is_checked_against_is_kept_for_the_next_sidecar() {
        answer(issued(READER));
        assertThat(pod.volume().readIssuerBundle()).isEqualTo("the bundle");
    }

    @Test
    void a_refusal_is_counted_each_time_and_logged_once() {
        answer(new Issued(null, List.of(), List.of(refused("reader"))));
        answer(new Issued(null, List.of(), List.of(refused("reader"))));
        assertThat(pod.metrics()).contains("refreshes_total{result=\"NamespaceNotAllowed\"} 2\n");
        assertThat(pod.log())
                .singleElement()
                .asString()
                .contains("\"message\":\"ask the platform team\"", "\"role\":\"reader\"");
    }

    @Test
    void a_refusal_of_the_operator_is_not_reported_to_it() {
        answer(new Issued(null, List.of(), List.of(refused("reader"))));
        assertThat(pod.state.reports().isEmpty()).isTrue();
    }

    @Test
    void an_entry_that_cannot_be_read_is_reported_once() {
        RefusedRole unreadable = new RefusedRole("reader", false, RefusedRole.UNREADABLE, "no name", null, null);
        answer(new Issued(null, List.of(), List.of(unreadable)));
        assertThat(pod.state.reports().take())
                .containsExactly(new Outcome("reader", "RefusedUnknown", "no name", 0, null, null, null, null));
        answer(new Issued(null, List.of(), List.of(unreadable)));
        assertThat(pod.state.reports().isEmpty()).isTrue();
    }

    @Test
    void a_failure_keeps_the_leaves_and_reports_why_they_are_not_newer() {
        answer(issued(READER));
        pod.operator.certificates(new Event.Certificates(null, AWAY));
        assertThat(pod.state.leaves().all()).hasSize(1);
        assertThat(pod.state.issuer().isAway()).isTrue();
        assertThat(pod.served.served().profiles().get("reader").problem()).isEqualTo("TemporarilyUnavailable: not now");
        assertThat(pod.metrics()).contains("refreshes_total{result=\"TemporarilyUnavailable\"} 1\n");
    }

    @Test
    void a_failure_and_its_end_are_logged_once_with_the_next_step() {
        pod.operator.certificates(new Event.Certificates(null, AWAY));
        pod.operator.certificates(new Event.Certificates(null, AWAY));
        answer(issued(READER));
        answer(issued(READER));
        assertThat(pod.log()).hasSize(2);
        assertThat(pod.log().getFirst())
                .contains(
                        "\"message\":\"not now\"",
                        "\"reason\":\"TemporarilyUnavailable\"",
                        "\"action\":\"The sidecar retries.\"");
        assertThat(pod.log().getLast())
                .contains("\"message\":\"the operator answers again\"", "\"reason\":\"IssuerReached\"");
    }

    @Test
    void a_pod_that_the_operator_rejects_gets_no_renewals() {
        answer(issued(READER));
        pod.operator.certificates(new Event.Certificates(null, DENIED));
        assertThat(pod.state.leaves().all()).isEmpty();
    }

    @Test
    void an_event_without_an_answer_changes_nothing() {
        pod.operator.certificates(new Event.Certificates(null, null));
        assertThat(pod.state.issuer().isAway()).isFalse();
        assertThat(pod.state.roles().last()).isNull();
    }

    @Test
    void a_default_that_passes_to_another_role_is_logged() {
        answer(issued(READER.byDefault()));
        answer(issued(named("writer").byDefault()));
        assertThat(pod.log()).singleElement().asString().contains("\"reason\":\"DefaultChanged\"");
    }

    @Test
    void a_default_that_is_kept_is_logged_each_time_that_it_begins() {
        TestRole writer = named("writer");
        answer(issued(READER.byDefault(), writer));
        serve("reader");
        answer(issued(writer.byDefault()));
        answer(issued(writer.byDefault()));
        answer(issued(READER.byDefault(), writer));
        answer(issued(writer.byDefault()));
        assertThat(pod.log())
                .hasSize(2)
                .allMatch(line ->
                        line.contains("\"reason\":\"DefaultKept\"") && line.contains("its default is now role writer"));
    }

    @Test
    void received_outcomes_end_the_wait_before_the_next_report() {
        pod.state.reports().failed(List.of(), AWAY, NOW, 0);
        pod.operator.reported(new Event.Reported(List.of(OUTCOME), null, null));
        assertThat(pod.state.reports().dueAt()).isEqualTo(Instant.EPOCH);
        assertThat(pod.state.reports().isEmpty()).isTrue();
    }

    @Test
    void a_received_report_about_clients_is_not_repeated() {
        answer(issued(READER.byDefault()));
        serve("reader");
        pod.aws.exchanged(exchanged(), false);
        pod.state.clients().look(NOW);
        Instant later = NOW.plus(Clients.PATIENCE);
        assertThat(pod.state.clients().isDue(later)).isTrue();
        pod.operator.reported(new Event.Reported(List.of(), Issuing.CLIENTS_NEVER_ASKED, null));
        assertThat(pod.state.clients().isDue(later)).isFalse();
    }

    @Test
    void unreceived_outcomes_wait_for_the_next_report() {
        pod.operator.reported(new Event.Reported(List.of(OUTCOME), null, AWAY));
        assertThat(pod.state.reports().dueAt()).isEqualTo(NOW.plusMillis(500));
        assertThat(pod.state.reports().take()).containsExactly(OUTCOME);
        assertThat(pod.log())
                .singleElement()
                .asString()
                .contains("AWS's answer could not be reported to the operator: not now");
    }

    private void answer(Issued issued) {
        pod.operator.certificates(new Event.Certificates(issued, null));
    }

    private void serve(String role) {
        RoleState state = pod.state.roles().state(role);
        pod.state
                .roles()
                .update(role, state.renewed(credentials("ASIA", NOW.plus(Duration.ofHours(6))), null, NOW, 0), NOW);
    }

    private static Event.Exchanged exchanged() {
        return new Event.Exchanged(ITS_LEAF, Duration.ZERO, AwsAnswersTest.session(Duration.ofHours(6)), null);
    }

    private static IssuingException failure(int status, String reason) {
        return IssuingException.of(
                new HttpResponse(status, Map.of(), "{\"reason\":\"" + reason + "\",\"message\":\"not now\"}"));
    }
}
