package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.LastReport;
import dev.rolesanywhere.operator.outcome.LastReport.NotIssued;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.SessionObjects;
import dev.rolesanywhere.operator.workload.CredentialSource.OfNodeAgent;
import dev.rolesanywhere.operator.workload.ObservedPod.Running;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Times are minutes of one hour; this process listens since minute 10. */
class PodHealthDecisionTest {
    private static final PodReference POD = new PodReference("shop", "orders-1", "uid-1", "orders");
    private static final SessionObjects READER = SessionObjects.of("reader", Optional.empty());

    static Stream<Arguments> reports() {
        return Stream.of(
                Arguments.of("served", outcome("Accepted", 59), null, "Served", "Served"),
                Arguments.of(
                        "expired a moment ago",
                        outcome("Accepted", 30),
                        null,
                        "CredentialsExpired",
                        "CredentialsExpired"),
                Arguments.of(
                        "refused by AWS", outcome("RoleNotInProfile", null), null, "RefusedByAWS", "RoleNotInProfile"),
                Arguments.of(
                        "AWS not reached",
                        outcome("EndpointUnreachable", null),
                        null,
                        "AWSUnreachable",
                        "EndpointUnreachable"),
                Arguments.of(
                        "stopped by the proxy", outcome("ProxyRefused", null), null, "AWSUnreachable", "ProxyRefused"),
                Arguments.of("AWS not called", outcome("NotAsked", null), null, "AWSNotCalled", "NotAsked"),
                Arguments.of("a certificate, and no word from AWS", null, null, "PodsStarting", "PodsStarting"),
                Arguments.of(
                        "refused here, though a session lasts",
                        outcome("Accepted", 59),
                        new NotIssued(IssuingReason.NamespaceNotAllowed, "no"),
                        "CertificateRejected",
                        "NamespaceNotAllowed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void the_last_report_comes_first(
            String what, @Nullable Outcome outcome, @Nullable NotIssued notIssued, String state, String reason) {
        PodHealth health = PodHealthDecision.of(
                null, new LastReport(POD, outcome, notIssued, at(20), false), at(20), at(10), at(30), READER);

        assertThat(health.state().name()).isEqualTo(state);
        assertThat(health.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        # sidecar since, started, called, now, state
        ,   false, false, 30, PodsStarting
        20, false, false, 21, PodsStarting
        20, false, false, 22, IssuerUnreachable
        20, true,  false, 22, IssuerUnreachable
        20, false, true,  24, PodsStarting
        20, false, true,  25, InitTooLong
        5,  false, false, 34, PodsStarting
        5,  false, false, 35, IssuerUnreachable
        5,  true,  false, 59, Served
        """)
    void a_sidecar_without_requests_is_reported_and_a_new_leader_waits_longer(
            @Nullable Integer since, boolean started, boolean called, int now, String state) {
        ObservedPod observed = observed(new Running(since == null ? null : at(since), started, 0), List.of());

        assertThat(PodHealthDecision.of(observed, null, called ? at(20) : null, at(10), at(now), READER)
                        .state()
                        .name())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"0", "30"})
    void a_pod_without_the_sidecar_is_reported_immediately(int now) {
        PodHealth health = PodHealthDecision.of(observed(null, List.of()), null, null, at(10), at(now), READER);

        assertThat(health.state()).isEqualTo(PodHealth.State.PodsWithoutSidecar);
        assertThat(health.since()).isEqualTo(at(1));
    }

    @ParameterizedTest
    @CsvSource({"Accepted, CredentialsShadowed", "RoleNotInProfile, RefusedByAWS"})
    void only_existing_credentials_can_be_shadowed(String outcome, String state) {
        ObservedPod observed = observed(new Running(at(20), true, 0), List.of("AWS_PROFILE"));
        LastReport report = new LastReport(POD, outcome(outcome, 59), null, at(20), false);

        assertThat(PodHealthDecision.of(observed, report, at(20), at(10), at(30), READER)
                        .state()
                        .name())
                .isEqualTo(state);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            # case,                                              shadowed, sees clients, runs, never asked, state
            clients use the credentials,                         false,    true,         true, false,       Served
            nobody has asked,                                    false,    true,         true, true,        NeverAsked
            nobody could ask yet,                                false,    true,         false, true,       Served
            a variable that was not in the way,                  true,     true,         true, false,       Served
            a variable and nobody has asked,                     true,     true,         true, true,        CredentialsShadowed
            a variable where the sidecar cannot see its clients, true,     false,        true, false,       CredentialsShadowed
            """)
    void the_sidecars_knowledge_of_its_clients_decides(
            String what, boolean shadowed, boolean seen, boolean run, boolean neverAsked, String state) {
        ObservedPod observed = new ObservedPod(
                POD,
                at(1),
                new Running(at(20), true, 0),
                shadowed ? List.of("AWS_PROFILE") : List.of(),
                new ObservedPod.Clients(seen, run, List.of("envFrom in container app")),
                null);
        LastReport report =
                new LastReport(POD, outcome("Accepted", 59), null, at(20), false, null, neverAsked ? at(25) : null);

        assertThat(PodHealthDecision.of(observed, report, at(20), at(10), at(30), READER)
                        .state()
                        .name())
                .isEqualTo(state);
        assertThat(PodHealthDecision.observedOnly(observed, true, neverAsked ? at(25) : null, at(10), at(30))
                        .state()
                        .name())
                .isEqualTo(state.equals("Served") ? "PodsStarting" : state);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        # obstacle since minute 20,  at, state
        ImagePullFailed,             20, ImagePullFailed
        WrongArchitecture,           20, WrongArchitecture
        ContainerConfigError,        20, ContainerConfigError
        ContainerCrashes,            20, ContainerCrashes
        PodNotScheduled,             21, PodsStarting
        PodNotScheduled,             22, PodNotScheduled
        ContainerCreatingTooLong,    24, PodsStarting
        ContainerCreatingTooLong,    25, ContainerCreatingTooLong
        InitTooLong,                 24, PodsStarting
        InitTooLong,                 25, InitTooLong
        """)
    void an_obstacle_of_the_start_is_reported_immediately_or_after_some_time(
            PodHealth.State obstacle, int now, String state) {
        assertThat(PodHealthDecision.of(heldUp(obstacle), null, null, at(10), at(now), READER)
                        .state()
                        .name())
                .isEqualTo(state);
        assertThat(PodHealthDecision.observedOnly(heldUp(obstacle), false, null, at(10), at(now))
                        .state()
                        .name())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"ContainerCrashes, ContainerCrashes", "ContainerCreatingTooLong, Served"})
    void a_session_hides_only_a_temporary_obstacle(PodHealth.State obstacle, String state) {
        LastReport report = new LastReport(POD, outcome("Accepted", 59), null, at(20), false);

        assertThat(PodHealthDecision.of(heldUp(obstacle), report, at(20), at(10), at(50), READER)
                        .state()
                        .name())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({", QueuedForAWS", "Accepted, Served", "RoleNotInProfile, RefusedByAWS"})
    void a_queued_pod_without_an_answer_of_aws_is_reported_as_queued(@Nullable String outcome, String state) {
        LastReport report =
                new LastReport(POD, outcome == null ? null : outcome(outcome, 59), null, at(20), false, at(40), null);

        assertThat(PodHealthDecision.of(null, report, at(20), at(10), at(30), READER)
                        .state()
                        .name())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 25"})
    void credentials_are_shadowed_since_the_report_without_requests_or_since_the_pods_creation(
            boolean neverAsked, int since) {
        ObservedPod observed = new ObservedPod(
                POD,
                at(1),
                new Running(at(20), true, 0),
                List.of("AWS_PROFILE"),
                new ObservedPod.Clients(neverAsked, true, List.of()),
                null);

        PodHealth health = PodHealthDecision.observedOnly(observed, true, neverAsked ? at(25) : null, at(10), at(30));
        assertThat(health.state()).isEqualTo(PodHealth.State.CredentialsShadowed);
        assertThat(health.since()).isEqualTo(at(since));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        # waits, since, started, called, now, state
        true,  ,   false, false, 30, PodsStarting
        true,  20, false, false, 21, PodsStarting
        true,  20, false, false, 22, NodeAgentUnreachable
        true,  20, false, true,  24, PodsStarting
        true,  20, false, true,  25, InitTooLong
        true,  5,  false, false, 34, PodsStarting
        true,  5,  false, false, 35, NodeAgentUnreachable
        true,  5,  true,  false, 59, Served
        false, ,   false, false, 59, Idle
        false, ,   false, true,  30, PodsStarting
        """)
    void a_waiting_pod_without_a_request_of_its_nodes_agent_is_reported(
            boolean waits, @Nullable Integer since, boolean started, boolean called, int now, String state) {
        ObservedPod observed = observed(
                new Running(new OfNodeAgent(waits, "one"), since == null ? null : at(since), started, 0), List.of());

        PodHealth health = PodHealthDecision.of(observed, null, called ? at(20) : null, at(10), at(now), READER);
        assertThat(health.state().name()).isEqualTo(state);
        if (health.state() == PodHealth.State.NodeAgentUnreachable) {
            assertThat(PodProblems.words(List.of(health))).contains("pod orders-1 (on node one)");
        } else if (health.state() == PodHealth.State.InitTooLong) {
            assertThat(health.message()).contains("container aws-credentials-wait runs");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        # the session ends at minute 40; last call, now, state
        30, 39, Served
        30, 40, Idle
        40, 45, Idle
        41, 45, CredentialsExpired
        ,   45, Idle
        """)
    void an_expired_session_of_a_pod_without_requests_is_not_a_problem(
            @Nullable Integer lastCall, int now, String state) {
        ObservedPod observed = observed(new Running(new OfNodeAgent(true, "one"), at(20), true, 0), List.of());
        LastReport report = new LastReport(POD, outcome("Accepted", 40), null, at(20), false);

        PodHealth health =
                PodHealthDecision.of(observed, report, lastCall == null ? null : at(lastCall), at(10), at(now), READER);
        assertThat(health.state().name()).isEqualTo(state);
        if (health.state() == PodHealth.State.CredentialsExpired) {
            assertThat(PodProblems.words(List.of(health))).contains("The log of the agent of node one has the reason");
        }
    }

    @Test
    void a_session_of_a_sidecar_never_ends_in_order() {
        ObservedPod observed = observed(new Running(at(20), true, 0), List.of());
        LastReport report = new LastReport(POD, outcome("Accepted", 40), null, at(20), false);

        PodHealth health = PodHealthDecision.of(observed, report, at(30), at(10), at(45), READER);
        assertThat(health.state()).isEqualTo(PodHealth.State.CredentialsExpired);
        assertThat(PodProblems.words(List.of(health))).contains("The log of container aws-credentials has the reason");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        # outcome,        queued, now, state
        ,                 ,       24,  PodsStarting
        ,                 ,       25,  InitTooLong
        ,                 40,     25,  QueuedForAWS
        RoleNotInProfile, ,       25,  RefusedByAWS
        """)
    void a_pod_with_a_certificate_but_without_an_answer_of_aws_starts_slowly(
            @Nullable String outcome, @Nullable Integer queuedUntil, int now, String state) {
        ObservedPod observed = observed(new Running(at(20), false, 0), List.of());
        LastReport report = new LastReport(
                POD,
                outcome == null ? null : outcome(outcome, null),
                null,
                at(20),
                false,
                queuedUntil == null ? null : at(queuedUntil),
                null);

        assertThat(PodHealthDecision.of(observed, report, at(20), at(10), at(now), READER)
                        .state()
                        .name())
                .isEqualTo(state);
    }

    @Test
    void the_check_alone_shows_a_pod_without_clients_that_an_earlier_leader_served() {
        ObservedPod observed = new ObservedPod(
                POD,
                at(1),
                new Running(at(5), true, 0),
                List.of(),
                new ObservedPod.Clients(true, true, List.of()),
                null);

        assertThat(PodHealthDecision.observedOnly(observed, true, at(25), at(10), at(30))
                        .state())
                .isEqualTo(PodHealth.State.NeverAsked);
        assertThat(PodHealthDecision.observedOnly(observed, true, null, at(10), at(30))
                        .state())
                .isEqualTo(PodHealth.State.Served);
    }

    @Test
    void a_variable_hides_nothing_in_a_pod_without_the_sidecar() {
        ObservedPod observed = observed(null, List.of("AWS_PROFILE"));

        assertThat(PodHealthDecision.observedOnly(observed, false, null, at(10), at(30))
                        .state())
                .isEqualTo(PodHealth.State.PodsWithoutSidecar);
    }

    private static ObservedPod heldUp(PodHealth.State state) {
        return new ObservedPod(
                POD,
                at(20),
                new Running(null, false, 0),
                List.of(),
                ObservedPod.Clients.UNKNOWN,
                new Obstacle(state, "what the kubelet says", at(20)));
    }

    @Test
    void the_message_about_missing_requests_names_causes_and_checks() {
        PodHealth health = PodHealth.of(POD, PodHealth.State.NeverAsked, "envFrom in container app", at(25));

        assertThat(PodProblems.words(List.of(health)))
                .contains(POD.name(), "rarely or later", "static keys", "envFrom in container app", "its SDK")
                .contains("aws sts get-caller-identity");
        assertThat(health.state().isTrouble()).isFalse();
    }

    private static ObservedPod observed(@Nullable Running sidecar, List<String> shadowing) {
        return new ObservedPod(POD, at(1), sidecar, shadowing, ObservedPod.Clients.UNKNOWN, null);
    }

    private static Outcome outcome(String reason, @Nullable Integer expiration) {
        return new Outcome(
                POD,
                "reader",
                RoleCondition.Reason.valueOf(reason),
                at(20),
                null,
                expiration == null ? null : at(expiration));
    }

    private static Instant at(int minute) {
        return Instant.parse("2026-01-02T03:00:00Z").plusSeconds(60L * minute);
    }
}
