package dev.rolesanywhere.operator.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.crds.binding.DryRunStatus;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.condition.PodTally;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.binding.BindingFacts.OlderBinding;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.LastReport;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.workload.DryRunForecast;
import dev.rolesanywhere.operator.workload.PodHealth;
import dev.rolesanywhere.operator.workload.PodHealth.State;
import dev.rolesanywhere.operator.workload.PodHealthReport;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BindingDecisionTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final BindingFacts.Role ROLE = role(true, null);
    private static final OlderBinding OLDER_ORDERS = new OlderBinding("first", "orders");
    private static final OlderBinding OLDER_BATCH = new OlderBinding("second", "batch");

    static Stream<Arguments> readiness() {
        return Stream.of(
                Arguments.of("served", false, ROLE, List.of(), "Serving", "is in force"),
                Arguments.of("excluded", true, ROLE, List.of(), "NamespaceExcluded", "'shop' is excluded"),
                Arguments.of("no role", false, null, List.of(), "RoleNotFound", "AWSRole 'reader' does not exist"),
                Arguments.of(
                        "not allowed",
                        false,
                        role(false, "x"),
                        List.of(),
                        "NamespaceNotAllowed",
                        "spec.allowedNamespaces"),
                Arguments.of(
                        "role not ready",
                        false,
                        role(true, "no CA."),
                        List.of(),
                        "RoleNotReady",
                        "is not ready: no CA."),
                Arguments.of(
                        "given before",
                        false,
                        ROLE,
                        List.of(OLDER_ORDERS, OLDER_BATCH),
                        "Duplicate",
                        "The older AWSRoleBinding 'first'"),
                Arguments.of(
                        "its profile is another role's",
                        false,
                        ROLE,
                        List.of(
                                new OlderBinding("first", "orders", "prod"),
                                new OlderBinding("first", "batch", "prod")),
                        "Duplicate",
                        "The older AWSRoleBinding 'first' uses the profile 'prod'"),
                Arguments.of(
                        "given in part", false, ROLE, List.of(OLDER_ORDERS), "Serving", "only its other subjects"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readiness")
    void ready_shows_whether_the_next_pod_is_served(
            String name,
            boolean excluded,
            BindingFacts.@Nullable Role role,
            List<OlderBinding> older,
            String reason,
            String message) {
        AWSRoleBindingStatus status =
                decide(facts("shop", spec(), excluded, role, older, List.of(), PodHealthReport.NOTHING, null));
        Condition ready = condition(status, "Ready");

        assertThat(ready.reason()).isEqualTo(reason);
        assertThat(ready.message()).contains(message);
        assertThat(ready.holds()).isEqualTo(reason.equals("Serving"));
        assertThat(status.summary()).isEqualTo(ready.holds() ? "NotObservedYet" : reason);
    }

    @ParameterizedTest
    @CsvSource({"TrustAnchorNotReady, SecretNotFound", "RoleNotReady, EgressNotAllowed"})
    void the_column_names_the_object_that_is_not_ready_and_its_reason(BindingCondition.Reason object, String cause) {
        BindingFacts.Role role = new BindingFacts.Role(
                "arn:aws:iam::111122223333:role/reader",
                "111122223333",
                null,
                null,
                null,
                true,
                new BindingFacts.Obstacle(object, cause, "do this."));

        AWSRoleBindingStatus status =
                decide(facts("shop", spec(), false, role, List.of(), List.of(), PodHealthReport.NOTHING, null));
        AWSRoleBindingStatus dryRun = decide(dryRun(false, role, List.of(), DryRunForecast.NOTHING, null));

        assertThat(status.summary()).isEqualTo(object + "," + cause);
        assertThat(dryRun.summary()).isEqualTo("DryRun," + object + "," + cause);
        assertThat(condition(status, "Ready").reason()).isEqualTo(object.name());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readiness")
    void a_dry_run_is_never_ready_and_reports_why_it_could_not_serve(
            String name,
            boolean excluded,
            BindingFacts.@Nullable Role role,
            List<OlderBinding> older,
            String reason,
            String message) {
        AWSRoleBindingStatus status = decide(dryRun(excluded, role, older, DryRunForecast.NOTHING, null));
        Condition ready = condition(status, "Ready");

        assertThat(ready.status())
                .isEqualTo(reason.equals("Serving") ? Condition.Status.Unknown : Condition.Status.False);
        assertThat(ready.reason()).isEqualTo(reason.equals("Serving") ? "DryRun" : reason);
        assertThat(ready.message()).contains(message);
        assertThat(status.summary()).isEqualTo(reason.equals("Serving") ? "DryRun" : "DryRun," + reason);
    }

    @Test
    void a_dry_run_shows_the_effect_on_its_pods_and_reports_no_pod_problems() {
        DryRunForecast forecast = new DryRunForecast(
                true,
                List.of(new DryRunForecast.Found(
                        DryRunForecast.Effect.WouldInject, List.of("a", "b", "c", "d", "e", "f"))));
        AWSRoleBindingStatus status = decide(dryRun(false, ROLE, List.of(), forecast, null));
        Condition pods = condition(status, "PodsServed");

        assertThat(pods.status()).isEqualTo(Condition.Status.Unknown);
        assertThat(pods.reason()).isEqualTo("DryRun");
        assertThat(pods.message()).isEqualTo("6 pods (a, b, c, d, e, …) would get the sidecar when recreated.");
        assertThat(status.pods()).isEqualTo("6/6");
        assertThat(status.unservedPods()).isNull();
        assertThat(status.dryRun())
                .isEqualTo(new DryRunStatus(
                        2, 6, List.of(new DryRunStatus.Effect("WouldInject", 6, List.of("a", "b", "c", "d", "e")))));
    }

    @Test
    void a_binding_that_was_a_dry_run_keeps_nothing_of_it() {
        AWSRoleBindingStatus before = decide(dryRun(false, ROLE, List.of(), new DryRunForecast(true, List.of()), null));
        AWSRoleBindingStatus after = decide(with(PodHealthReport.NOTHING, before, ReportedOutcomes.NOTHING));

        assertThat(condition(after, "Ready").reason()).isEqualTo("Serving");
        assertThat(condition(after, "PodsServed").reason()).isEqualTo("NotObservedYet");
        assertThat(after.dryRun()).isNull();
    }

    private static BindingFacts dryRun(
            boolean excluded,
            BindingFacts.@Nullable Role role,
            List<OlderBinding> older,
            DryRunForecast forecast,
            @Nullable AWSRoleBindingStatus before) {
        AWSRoleBindingSpec spec =
                new AWSRoleBindingSpec(spec().roleRef(), spec().subjects(), null, null, null, null, true);
        return facts(
                "shop", spec, excluded, role, older, List.of(), looked(List.of(refused("b"))), 0, before, forecast);
    }

    @Test
    void a_missing_service_account_is_named_and_the_binding_stays_ready() {
        AWSRoleBindingStatus status =
                decide(facts("shop", spec(), false, ROLE, List.of(), List.of("batch"), PodHealthReport.NOTHING, null));

        assertThat(condition(status, "SubjectsFound").reason()).isEqualTo("ServiceAccountNotFound");
        assertThat(condition(status, "SubjectsFound").message()).contains("batch");
        assertThat(condition(status, "Ready").holds()).isTrue();
    }

    static Stream<Arguments> pods() {
        PodHealth served = health("a", State.Served, "");
        PodHealth refused = refused("b");
        return Stream.of(
                Arguments.of("no pods", List.of(), "Unknown", "NoPods", "NoPods", "0/0", "are running"),
                Arguments.of("all", List.of(served), "True", "AllServed", "Serving", "1/1", "Every pod"),
                Arguments.of(
                        "waiting",
                        List.of(served, health("b", State.PodsStarting, "")),
                        "Unknown",
                        "PodsStarting",
                        "PodsStarting",
                        "1/2",
                        "1 of 2 pods have no credentials yet"),
                Arguments.of(
                        "in the queue",
                        List.of(
                                health("a", State.PodsStarting, ""),
                                health("b", State.QueuedForAWS, "2026-01-02T03:14:05Z"),
                                health("c", State.QueuedForAWS, "2026-01-02T03:12:05Z")),
                        "Unknown",
                        "QueuedForAWS",
                        "QueuedForAWS",
                        "0/3",
                        "2 pods: b, c are in the queue, the first of them until 2026-01-02T03:12:05Z"),
                obstacle(State.WrongArchitecture, "node's architecture in pod a"),
                obstacle(State.ImagePullFailed, "The image cannot be pulled in pod a (what the kubelet says)"),
                obstacle(State.ContainerConfigError, "cannot create a container in pod a (what the kubelet says)"),
                obstacle(State.ContainerCrashes, "repeatedly in pod a (what the kubelet says)"),
                obstacle(State.InitTooLong, "more than 5 minutes in pod a (what the kubelet says)"),
                obstacle(State.PodNotScheduled, "No node accepts pod a (what the kubelet says)"),
                obstacle(State.ContainerCreatingTooLong, "more than 5 minutes in pod a (what the kubelet says)"),
                Arguments.of(
                        "refused by AWS",
                        List.of(served, refused),
                        "False",
                        "RefusedByAWS",
                        "RoleTrustPolicyDenies",
                        "1/2",
                        "No session for pod b (RoleTrustPolicyDenies): what AWS said"),
                Arguments.of(
                        "refused here",
                        List.of(new PodHealth(
                                pod("a"), State.CertificateRejected, "IdentityTooLong", "shorten it", NOW)),
                        "False",
                        "CertificateRejected",
                        "IdentityTooLong",
                        "0/1",
                        "No certificate for pod a (IdentityTooLong): shorten it"),
                Arguments.of(
                        "expired",
                        List.of(served, health("b", State.CredentialsExpired, "")),
                        "False",
                        "CredentialsExpired",
                        "CredentialsExpired",
                        "1/2",
                        "credentials of pod b have expired"),
                Arguments.of(
                        "silent",
                        List.of(health("a", State.IssuerUnreachable, "")),
                        "False",
                        "IssuerUnreachable",
                        "IssuerUnreachable",
                        "0/1",
                        "No certificate request has reached the operator from pod a"),
                Arguments.of(
                        "without",
                        Stream.of("a", "b", "c", "d", "e", "f", "g")
                                .map(name -> health(name, State.PodsWithoutSidecar, ""))
                                .toList(),
                        "False",
                        "PodsWithoutSidecar",
                        "PodsWithoutSidecar",
                        "0/7",
                        "The sidecar is missing in 7 pods: a, b, c, d, e and 2 more"),
                Arguments.of(
                        "shadowed",
                        List.of(health("a", State.CredentialsShadowed, "AWS_PROFILE")),
                        "False",
                        "CredentialsShadowed",
                        "CredentialsShadowed",
                        "1/1",
                        "AWS_PROFILE overrides"),
                Arguments.of(
                        "served, and nobody asks",
                        List.of(
                                health("a", State.NeverAsked, "envFrom in container app"),
                                health("b", State.Served, "")),
                        "True",
                        "NeverAsked",
                        "Serving",
                        "2/2",
                        "No AWS client has requested credentials within 10 minutes in pod a"),
                Arguments.of(
                        "served, and one sends no requests",
                        List.of(health("a", State.Idle, ""), health("b", State.Served, "")),
                        "True",
                        "Idle",
                        "Serving",
                        "2/2",
                        "No AWS client sends requests in pod a: the last session has expired"),
                Arguments.of(
                        "of several nodes",
                        List.of(
                                health("a", State.NodeAgentUnreachable, "two"),
                                health("b", State.NodeAgentUnreachable, "one")),
                        "False",
                        "NodeAgentUnreachable",
                        "NodeAgentUnreachable",
                        "0/2",
                        "The node agent has not requested a certificate for 2 pods: a, b (on nodes one, two)"),
                Arguments.of(
                        "several troubles",
                        List.of(health("a", State.PodsWithoutSidecar, ""), refused),
                        "False",
                        "RefusedByAWS",
                        "RoleTrustPolicyDenies",
                        "0/2",
                        "what AWS said The sidecar is missing in pod a"));
    }

    private static Arguments obstacle(State state, String words) {
        return Arguments.of(
                state.name(),
                List.of(health("a", state, "what the kubelet says")),
                "False",
                state.name(),
                state.name(),
                "0/1",
                words);
    }

    @Test
    void unchecked_pods_are_not_reported_as_no_pods() {
        assertThat(condition(decide(with(PodHealthReport.NOTHING, null, SOME)), "PodsServed")
                        .reason())
                .isEqualTo("NotObservedYet");
    }

    @ParameterizedTest
    @EnumSource
    void only_full_service_is_reported_as_serving(State state) {
        AWSRoleBindingStatus status =
                decide(with(looked(List.of(health("a", state, "2026-01-02T03:14:05Z"))), null, SOME));

        assertThat("Serving".equals(status.summary()))
                .as("%s with %s", status.summary(), status.pods())
                .isEqualTo(state == State.Served || state == State.NeverAsked || state == State.Idle);
        assertThat("Serving".equals(status.summary()) && "0/1".equals(status.pods()))
                .isFalse();
    }

    @Test
    void a_new_leader_does_not_call_pods_served_that_were_starting() {
        PodHealthReport starting = looked(List.of(health("a", State.PodsStarting, "")));
        AWSRoleBindingStatus before = decide(with(starting, null, SOME));

        assertThat(decide(with(PodHealthReport.NOTHING, before, ReportedOutcomes.NOTHING))
                        .summary())
                .isEqualTo("PodsStarting");
    }

    /** A check shows only that a pod has not started. The pod's own report to the earlier leader says why. */
    @Test
    void a_new_leader_keeps_the_summary_of_a_queue_that_its_check_cannot_show() {
        AWSRoleBindingStatus queued = decide(with(looked(List.of(health("a", State.QueuedForAWS, ""))), null, SOME));
        PodHealthReport starting = looked(List.of(health("a", State.PodsStarting, "")));

        assertThat(decide(with(starting, queued, ReportedOutcomes.NOTHING)).summary())
                .isEqualTo("QueuedForAWS");
    }

    @Test
    void a_new_leader_keeps_the_summary_of_pods_that_are_served_or_absent() {
        AWSRoleBindingStatus served = decide(with(looked(List.of(health("a", State.Served, ""))), null, SOME));
        AWSRoleBindingStatus none = decide(with(looked(List.of()), null, SOME));

        assertThat(decide(with(PodHealthReport.NOTHING, served, ReportedOutcomes.NOTHING))
                        .summary())
                .isEqualTo("Serving");
        assertThat(decide(with(PodHealthReport.NOTHING, none, ReportedOutcomes.NOTHING))
                        .summary())
                .isEqualTo("NoPods");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pods")
    void pods_served_and_the_summary_have_the_reason_nearest_to_the_cause(
            String name,
            List<PodHealth> pods,
            String status,
            String reason,
            String summary,
            String count,
            String message) {
        AWSRoleBindingStatus decided = decide(with(looked(pods), null, SOME));

        assertThat(condition(decided, "PodsServed").status().name()).isEqualTo(status);
        assertThat(condition(decided, "PodsServed").reason()).isEqualTo(reason);
        assertThat(condition(decided, "PodsServed").message()).contains(message);
        assertThat(decided.summary()).isEqualTo(summary);
        assertThat(decided.pods()).isEqualTo(count);
    }

    @Test
    void pods_with_problems_are_counted_by_reason_with_the_beginning() {
        PodHealthReport pods = looked(List.of(refused("b"), refused("a"), health("c", State.Served, "")));

        assertThat(decide(with(pods, null, SOME)).unservedPods())
                .containsExactly(new PodTally("RoleTrustPolicyDenies", 2, "2026-01-02T03:04:05Z", List.of("a", "b")));
    }

    @Test
    void the_session_column_has_the_granted_duration_or_else_the_requested_one() {
        assertThat(decide(facts("shop", spec(), false, ROLE, List.of(), List.of(), PodHealthReport.NOTHING, null))
                        .session())
                .isEqualTo("6h");
        ReportedOutcomes accepted = new ReportedOutcomes(true, List.of(LastReport.of(outcome("a", "Accepted"))));
        assertThat(decide(with(PodHealthReport.NOTHING, null, accepted)).session())
                .isEqualTo("1h");
    }

    /** AWS granted the first session, which pods do not get. */
    @Test
    void the_session_column_of_a_target_role_shows_the_target_roles_session() {
        ReportedOutcomes accepted = new ReportedOutcomes(true, List.of(LastReport.of(outcome("a", "Accepted"))));
        BindingFacts.Role target = new BindingFacts.Role(
                "arn:aws:iam::444455556666:role/target", "444455556666", "eu-west-1", "6h", "30m", true, null);

        AWSRoleBindingStatus decided = decide(facts(
                "shop",
                spec(),
                false,
                target,
                List.of(),
                List.of(),
                new PodHealthReport(true, accepted, List.of()),
                null));

        assertThat(decided.session()).isEqualTo("30m");
        assertThat(decided.roleARN()).isEqualTo("arn:aws:iam::444455556666:role/target");
        assertThat(decided.account()).isEqualTo("444455556666");
    }

    @Test
    void a_new_leader_keeps_the_session_that_aws_granted_until_pods_report() {
        ReportedOutcomes accepted = new ReportedOutcomes(true, List.of(LastReport.of(outcome("a", "Accepted"))));
        AWSRoleBindingStatus before = decide(with(PodHealthReport.NOTHING, null, accepted));

        assertThat(decide(with(PodHealthReport.NOTHING, before, ReportedOutcomes.NOTHING))
                        .session())
                .isEqualTo("1h");
        assertThat(decide(with(PodHealthReport.NOTHING, before, SOME)).session())
                .isEqualTo("6h");
    }

    @Test
    void a_dry_run_counts_the_service_accounts_that_exist() {
        AWSRoleBindingSpec spec =
                new AWSRoleBindingSpec(spec().roleRef(), spec().subjects(), null, null, null, null, true);
        BindingFacts facts = facts(
                "shop",
                spec,
                false,
                ROLE,
                List.of(),
                List.of("batch"),
                PodHealthReport.NOTHING,
                0,
                null,
                DryRunForecast.NOTHING);

        assertThat(decide(facts).dryRun()).isEqualTo(DryRunForecast.NOTHING.status(1));
    }

    @Test
    void a_new_leader_keeps_the_reports_of_pods_to_an_earlier_leader() {
        PodHealthReport refused = looked(List.of(health("a", State.Served, ""), refused("b")));
        PodHealthReport observedOnly =
                looked(List.of(health("a", State.Served, ""), health("b", State.PodsStarting, "")));
        AWSRoleBindingStatus before = decide(with(refused, null, SOME));

        assertThat(decide(with(PodHealthReport.NOTHING, before, ReportedOutcomes.NOTHING)))
                .isEqualTo(before);
        assertThat(decide(with(observedOnly, before, ReportedOutcomes.NOTHING))).isEqualTo(before);
    }

    @Test
    void a_new_leader_trusts_its_own_check() {
        PodHealthReport without = looked(List.of(health("a", State.PodsWithoutSidecar, "")));
        AWSRoleBindingStatus before = decide(with(without, null, SOME));
        PodHealthReport healed = looked(List.of(health("b", State.Served, "")));

        AWSRoleBindingStatus after = decide(with(healed, before, ReportedOutcomes.NOTHING));

        assertThat(condition(after, "PodsServed").reason()).isEqualTo("AllServed");
        assertThat(after.unservedPods()).isNull();
        assertThat(after.pods()).isEqualTo("1/1");
    }

    @Test
    void a_lasting_problem_keeps_its_beginning_after_a_change_of_leader() {
        AWSRoleBindingStatus before = decide(with(looked(List.of(refused("b"))), null, SOME));
        PodHealth later = new PodHealth(
                pod("b"), State.RefusedByAWS, "RoleTrustPolicyDenies", "what AWS said", NOW.plusSeconds(3600));

        assertThat(decide(with(looked(List.of(later)), before, SOME)).unservedPods())
                .isEqualTo(before.unservedPods());
    }

    @Test
    void pods_with_the_sidecar_of_another_version_are_counted_only_where_there_are_some() {
        assertThat(decide(facts("shop", spec(), false, ROLE, List.of(), List.of(), PodHealthReport.NOTHING, 3, null))
                        .podsOfOtherVersions())
                .isEqualTo(3);
        assertThat(decide(with(PodHealthReport.NOTHING, null, SOME)).podsOfOtherVersions())
                .isNull();
    }

    private static final ReportedOutcomes SOME = new ReportedOutcomes(true, List.of());

    private static BindingFacts with(
            PodHealthReport pods, @Nullable AWSRoleBindingStatus before, ReportedOutcomes reported) {
        PodHealthReport all = new PodHealthReport(pods.complete(), reported, pods.all());
        return facts("shop", spec(), false, ROLE, List.of(), List.of(), all, before);
    }

    /** The pods of all ServiceAccounts have been checked. */
    private static PodHealthReport looked(List<PodHealth> pods) {
        return new PodHealthReport(true, ReportedOutcomes.NOTHING, pods);
    }

    private static PodReference pod(String name) {
        return new PodReference("shop", name, "uid-" + name, "orders");
    }

    private static PodHealth health(String pod, State state, String message) {
        return new PodHealth(pod(pod), state, state.name(), message, NOW);
    }

    private static PodHealth refused(String pod) {
        return new PodHealth(pod(pod), State.RefusedByAWS, "RoleTrustPolicyDenies", "what AWS said", NOW);
    }

    private static AWSRoleBindingStatus decide(BindingFacts facts) {
        return BindingDecision.decide(facts, 3L, NOW);
    }

    private static Condition condition(AWSRoleBindingStatus status, String type) {
        return Conditions.find(status.conditions(), type).orElseThrow();
    }

    private static AWSRoleBindingSpec spec() {
        return new AWSRoleBindingSpec(
                new AWSRoleBindingSpec.RoleReference("reader"),
                List.of(new Subject(null, "orders"), new Subject(null, "batch")),
                null,
                null,
                null,
                null);
    }

    private static BindingFacts.Role role(boolean allowed, @Nullable String notReady) {
        return new BindingFacts.Role(
                "arn:aws:iam::111122223333:role/reader",
                "111122223333",
                "eu-west-1",
                "6h",
                null,
                allowed,
                notReady == null
                        ? null
                        : new BindingFacts.Obstacle(BindingCondition.Reason.RoleNotReady, null, notReady));
    }

    private static Outcome outcome(String pod, String reason) {
        return new Outcome(
                new PodReference("shop", pod, "uid-" + pod, "orders"),
                "reader",
                RoleCondition.Reason.valueOf(reason),
                NOW,
                reason.equals("Accepted") ? 3600L : null,
                null);
    }

    /** A status of pods that all have the operator's version. */
    private static BindingFacts facts(
            String namespace,
            AWSRoleBindingSpec spec,
            boolean excluded,
            BindingFacts.@Nullable Role role,
            List<OlderBinding> older,
            List<String> missing,
            PodHealthReport pods,
            @Nullable AWSRoleBindingStatus before) {
        return facts(namespace, spec, excluded, role, older, missing, pods, 0, before);
    }

    private static BindingFacts facts(
            String namespace,
            AWSRoleBindingSpec spec,
            boolean excluded,
            BindingFacts.@Nullable Role role,
            List<OlderBinding> older,
            List<String> missing,
            PodHealthReport pods,
            int podsOfOtherVersions,
            @Nullable AWSRoleBindingStatus before) {
        return facts(
                namespace,
                spec,
                excluded,
                role,
                older,
                missing,
                pods,
                podsOfOtherVersions,
                before,
                DryRunForecast.NOTHING);
    }

    private static BindingFacts facts(
            String namespace,
            AWSRoleBindingSpec spec,
            boolean excluded,
            BindingFacts.@Nullable Role role,
            List<OlderBinding> older,
            List<String> missing,
            PodHealthReport pods,
            int podsOfOtherVersions,
            @Nullable AWSRoleBindingStatus before,
            DryRunForecast forecast) {
        return new BindingFacts(
                namespace, spec, excluded, role, older, missing, pods, podsOfOtherVersions, before, forecast);
    }
}
