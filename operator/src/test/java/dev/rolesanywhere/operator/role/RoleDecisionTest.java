package dev.rolesanywhere.operator.role;

import static dev.rolesanywhere.operator.registration.RegistrationChoiceTest.registration;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.condition.PodTally;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.AWSRoleSpec.TrustPolicyScope;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.role.AllowedNamespaces;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.crds.trustanchor.ExternalVolume;
import dev.rolesanywhere.crds.trustanchor.Registration;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.LastReport;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.workload.PodHealth;
import dev.rolesanywhere.operator.workload.PodHealthReport;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoleDecisionTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Registration REGISTRATION = registration("eu-west-1", "111122223333", true);
    private static final Registration ALIAS = new Registration(
            "arn:aws:rolesanywhere:eu-west-1:111122223333:alias/trust-anchor/prod", REGISTRATION.profileARN(), null);

    static Stream<Arguments> readiness() {
        return Stream.of(
                Arguments.of(
                        "no trust anchor",
                        null,
                        "False",
                        "TrustAnchorNotFound",
                        "AWSTrustAnchor 'default' does not exist"),
                Arguments.of(
                        "trust anchor without a CA",
                        anchor("the key is lost."),
                        "False",
                        "TrustAnchorNotReady",
                        "the key is lost."),
                Arguments.of("nothing registered yet", anchor(null), "True", "Served", "The role is ready as soon as"),
                Arguments.of(
                        "registered elsewhere",
                        anchor(null, registration("eu-west-1", "444455556666", true)),
                        "False",
                        "NoRegistrationForRegion",
                        "no registration for account 111122223333"),
                Arguments.of("registered", anchor(null, REGISTRATION), "True", "Served", "get certificates"),
                Arguments.of("registered by alias only", anchor(null, ALIAS), "True", "Served", "set canonicalARN"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readiness")
    void ready_shows_whether_the_next_pod_is_served(
            String name, RoleFacts.@Nullable Anchor anchor, String status, String reason, String message) {
        Condition ready =
                condition(decide(facts("reader", spec(null, null), anchor, ReportedOutcomes.NOTHING, null)), "Ready");

        assertThat(ready.status().name()).isEqualTo(status);
        assertThat(ready.reason()).isEqualTo(reason);
        assertThat(ready.message()).contains(message);
    }

    @Test
    void a_name_that_does_not_fit_into_a_certificate_is_reported_first() {
        Condition ready = condition(
                decide(facts("r".repeat(65), spec(null, null), null, ReportedOutcomes.NOTHING, null)), "Ready");

        assertThat(ready.reason()).isEqualTo("NameTooLong");
        assertThat(ready.message()).contains("65 characters").contains("64");
    }

    @Test
    void the_status_has_the_values_that_users_need() {
        AWSRoleStatus status =
                decide(facts("reader", spec(null, null), anchor(null, REGISTRATION), ReportedOutcomes.NOTHING, null));

        assertThat(status.account()).isEqualTo("111122223333");
        assertThat(status.region()).isEqualTo("eu-west-1");
        assertThat(status.trustAnchorARN()).isEqualTo(REGISTRATION.arn());
        assertThat(status.profileARN()).isEqualTo(REGISTRATION.profileARN());
        assertThat(status.trustPolicy()).contains(REGISTRATION.arn()).contains("\"reader\"");
        assertThat(status.bindings()).isEqualTo(1);
        assertThat(status.pods()).isEqualTo("0/0");
        assertThat(status.observedGeneration()).isEqualTo(7);
    }

    @Test
    void a_placeholder_of_an_alias_is_not_an_arn() {
        assertThat(decide(facts("reader", spec(null, null), anchor(null, ALIAS), ReportedOutcomes.NOTHING, null))
                        .trustPolicy())
                .contains("trust-anchor/ID-BEHIND-THE-ALIAS")
                .doesNotContain("alias/");
    }

    @Test
    void the_policy_names_the_trust_anchor_behind_an_alias_where_it_is_known() {
        Registration known = new Registration(ALIAS.arn(), ALIAS.profileARN(), REGISTRATION.arn());
        AWSRoleStatus status =
                decide(facts("reader", spec(null, null), anchor(null, known), ReportedOutcomes.NOTHING, null));

        assertThat(status.trustPolicy()).contains(REGISTRATION.arn());
        assertThat(condition(status, "Ready").message()).doesNotContain("canonicalARN");
    }

    @Test
    void a_registration_without_an_alias_needs_no_canonical_arn() {
        assertThat(condition(
                                decide(facts(
                                        "reader",
                                        spec(null, null),
                                        anchor(null, REGISTRATION),
                                        ReportedOutcomes.NOTHING,
                                        null)),
                                "Ready")
                        .message())
                .doesNotContain("canonicalARN");
    }

    @Test
    void forbidden_egress_settings_make_the_role_not_ready() {
        RoleFacts.Anchor anchor = new RoleFacts.Anchor(
                "prod-1.example.org", List.of(REGISTRATION), null, "The proxy holds a password.", null);

        Condition ready =
                condition(decide(facts("reader", spec(null, null), anchor, ReportedOutcomes.NOTHING, null)), "Ready");

        assertThat(ready.holds()).isFalse();
        assertThat(ready.reason()).isEqualTo("EgressNotAllowed");
        assertThat(ready.message()).isEqualTo("The proxy holds a password.");
    }

    @Test
    void a_narrow_trust_policy_waits_for_its_first_binding() {
        RoleFacts facts = new RoleFacts(
                "reader",
                spec(null, TrustPolicyScope.Namespace),
                anchor(null, REGISTRATION),
                0,
                List.of(),
                PodHealthReport.NOTHING,
                null);

        assertThat(decide(facts).trustPolicy()).isNull();
        assertThat(condition(decide(facts), "Ready").message()).contains("after an AWSRoleBinding");
    }

    @Test
    void certificates_of_another_component_are_admitted_by_spiffe_id_for_every_scope() {
        String exact = "\"aws:PrincipalTag/x509SAN/URI\" : [ \"spiffe://prod-1.example.org/ns/shop/sa/orders\" ]";
        for (TrustPolicyScope scope : List.of(TrustPolicyScope.Role, TrustPolicyScope.ServiceAccount)) {
            assertThat(decide(external(scope, "orders")).trustPolicy())
                    .contains("StringEquals")
                    .contains(exact)
                    .contains("aws:SourceArn")
                    .contains(REGISTRATION.arn())
                    .doesNotContain("x509Subject");
        }
        assertThat(decide(external(TrustPolicyScope.Namespace, "orders")).trustPolicy())
                .contains("StringLike")
                .contains("spiffe://prod-1.example.org/ns/shop/sa/*");
        assertThat(condition(decide(external(TrustPolicyScope.Role, "orders")), "Ready")
                        .message())
                .contains("certificates of SPIRE")
                .contains("trust policy alone decides");
    }

    @Test
    void without_a_bound_serviceaccount_no_policy_is_printed_that_admits_certificates_of_another_component() {
        assertThat(decide(external(TrustPolicyScope.Role)).trustPolicy()).isNull();
    }

    private static RoleFacts external(TrustPolicyScope scope, String... accounts) {
        External spire = new External(
                "SPIRE",
                new ExternalVolume(null, null, "svid"),
                null,
                null,
                null,
                new External.TrustBundle("PEM", null));
        return new RoleFacts(
                "reader",
                spec(null, scope),
                new RoleFacts.Anchor("prod-1.example.org", List.of(REGISTRATION), null, null, spire),
                1,
                Stream.of(accounts)
                        .map(account -> new TrustPolicy.BoundAccount("shop", account))
                        .toList(),
                PodHealthReport.NOTHING,
                null);
    }

    static Stream<Arguments> acceptance() {
        return Stream.of(
                Arguments.of("no report", List.of(), "Unknown", "NotTriedYet"),
                Arguments.of("accepted", List.of(outcome("a", "Accepted", 1)), "True", "Accepted"),
                Arguments.of("refused", List.of(outcome("a", "RoleNotInProfile", 1)), "False", "RoleNotInProfile"),
                Arguments.of(
                        "refused after it was accepted",
                        List.of(outcome("a", "Accepted", 1), outcome("b", "RoleTrustPolicyDenies", 2)),
                        "False",
                        "RoleTrustPolicyDenies"),
                Arguments.of(
                        "one pod's clock is no fault of the role",
                        List.of(outcome("a", "Accepted", 1), outcome("b", "ClockSkew", 2)),
                        "True",
                        "Accepted"),
                Arguments.of("every pod's clock is", List.of(outcome("b", "ClockSkew", 2)), "False", "ClockSkew"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptance")
    void accepted_by_aws_is_the_newest_report_about_the_role(
            String name, List<Outcome> reported, String status, String reason) {
        Condition accepted = condition(
                decide(facts("reader", spec(null, null), anchor(null, REGISTRATION), reported(reported), null)),
                "AcceptedByAWS");

        assertThat(accepted.status().name()).isEqualTo(status);
        assertThat(accepted.reason()).isEqualTo(reason);
    }

    static Stream<Arguments> acceptanceOfASharedRole() {
        return Stream.of(
                Arguments.of(
                        "one of several namespaces reports trouble",
                        List.of(of("shop", "RoleNotInProfile", 3600L)),
                        "Unknown",
                        "OneNamespaceReports",
                        "AWS refused a session, as reported only by pods of namespace 'shop'."),
                Arguments.of(
                        "one namespace reports trouble, and others have sessions",
                        List.of(
                                of("shop", "RoleTrustPolicyDenies", 3600L),
                                of("crm", "Accepted", 3600L),
                                of("erp", "Accepted", 3600L)),
                        "True",
                        "Accepted",
                        "Only pods of namespace 'shop' report RoleTrustPolicyDenies."),
                Arguments.of(
                        "one says this, one that",
                        List.of(of("shop", "RoleTrustPolicyDenies", 3600L), of("crm", "Accepted", 3600L)),
                        "Unknown",
                        "NamespacesDisagree",
                        "AWS gave sessions to pods of namespace 'crm'."),
                Arguments.of(
                        "several namespaces report trouble",
                        List.of(of("shop", "RoleNotInProfile", 3600L), of("crm", "RoleNotInProfile", 3600L)),
                        "False",
                        "RoleNotInProfile",
                        "2 namespaces: crm, shop. The profile '" + REGISTRATION.profileARN()
                                + "' does not list the IAM role 'arn:aws:iam::"),
                Arguments.of(
                        "several namespaces do not reach AWS",
                        List.of(of("shop", "EndpointUnreachable", 3600L), of("crm", "EndpointUnreachable", 3600L)),
                        "False",
                        "EndpointUnreachable",
                        "AWS was not reached, as reported by pods of 2 namespaces: crm, shop."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptanceOfASharedRole")
    void one_namespace_judges_no_role_that_others_share(
            String name, List<Outcome> reported, String status, String reason, String message) {
        Condition accepted = condition(decide(shared(spec(null, null), reported)), "AcceptedByAWS");

        assertThat(accepted.status().name()).isEqualTo(status);
        assertThat(accepted.reason()).isEqualTo(reason);
        assertThat(accepted.message()).contains(message).doesNotContain("orders-1");
    }

    @Test
    void one_namespace_does_not_decide_the_session_duration_of_others() {
        AWSRoleSpec spec = spec("6h", null);
        Outcome lie = of("shop", "Accepted", 1L);

        Condition alone = condition(decide(shared(spec, List.of(lie))), "SessionDurationHonored");
        assertThat(alone.status().name()).isEqualTo("Unknown");
        assertThat(alone.reason()).isEqualTo("OneNamespaceReports");
        assertThat(condition(
                                decide(shared(
                                        spec,
                                        List.of(lie, of("crm", "Accepted", 21600L), of("erp", "Accepted", 21600L)))),
                                "SessionDurationHonored")
                        .status()
                        .name())
                .isEqualTo("True");
    }

    @Test
    void a_new_leader_keeps_the_results_of_an_earlier_leader() {
        AWSRoleStatus before = decide(facts(
                "reader",
                spec("6h", null),
                anchor(null, REGISTRATION),
                reported(List.of(outcome("a", "Accepted", 1))),
                null));

        AWSRoleStatus after =
                decide(facts("reader", spec("6h", null), anchor(null, REGISTRATION), ReportedOutcomes.NOTHING, before));

        assertThat(after).isEqualTo(before);
    }

    @Test
    void a_new_leader_keeps_the_pods_that_an_earlier_one_counted_until_it_knows_them_all() {
        PodHealth refused = new PodHealth(
                new PodReference("shop", "a", "uid-a", "orders"),
                PodHealth.State.RefusedByAWS,
                "RoleNotInProfile",
                "add it",
                NOW);
        AWSRoleStatus before = decide(of(new PodHealthReport(true, ReportedOutcomes.NOTHING, List.of(refused)), null));

        AWSRoleStatus nothingKnown = decide(of(PodHealthReport.NOTHING, before));
        assertThat(nothingKnown.pods()).isEqualTo("0/1");
        assertThat(nothingKnown.unservedPods()).isEqualTo(before.unservedPods());
        AWSRoleStatus allKnown = decide(of(new PodHealthReport(true, ReportedOutcomes.NOTHING, List.of()), before));
        assertThat(allKnown.pods()).isEqualTo("0/0");
        assertThat(allKnown.unservedPods()).isNull();
    }

    @Test
    void a_new_leader_reports_problems_from_its_own_check() {
        PodHealth without = new PodHealth(
                new PodReference("shop", "b", "uid-b", "orders"),
                PodHealth.State.PodsWithoutSidecar,
                "PodsWithoutSidecar",
                "",
                NOW);

        assertThat(decide(of(new PodHealthReport(false, ReportedOutcomes.NOTHING, List.of(without)), null))
                        .unservedPods())
                .containsExactly(new PodTally("PodsWithoutSidecar", 1, "2026-01-02T03:04:05Z", List.of("shop/b")));
    }

    private static RoleFacts of(PodHealthReport pods, @Nullable AWSRoleStatus before) {
        return new RoleFacts(
                "reader",
                spec(null, null),
                anchor(null, REGISTRATION),
                1,
                List.of(new TrustPolicy.BoundAccount("shop", "orders")),
                pods,
                before);
    }

    @ParameterizedTest
    @MethodSource
    void the_session_duration_is_compared_with_the_granted_duration(
            @Nullable String wanted, List<Outcome> reported, String status, String reason) {
        Condition honored = condition(
                decide(facts("reader", spec(wanted, null), anchor(null, REGISTRATION), reported(reported), null)),
                "SessionDurationHonored");

        assertThat(honored.status().name()).isEqualTo(status);
        assertThat(honored.reason()).isEqualTo(reason);
    }

    static Stream<Arguments> the_session_duration_is_compared_with_the_granted_duration() {
        List<Outcome> oneHour = List.of(outcome("a", "Accepted", 1));
        return Stream.of(
                Arguments.of(null, oneHour, "True", "AsRequested"),
                Arguments.of("1h", oneHour, "True", "AsRequested"),
                Arguments.of("6h", oneHour, "False", "ShortenedByProfile"),
                Arguments.of("6h", List.of(), "Unknown", "NotTriedYet"));
    }

    @Test
    void a_shortened_session_names_the_profile_to_raise() {
        ReportedOutcomes oneHour = reported(List.of(outcome("a", "Accepted", 1)));

        assertThat(condition(
                                decide(facts("reader", spec("6h", null), anchor(null, REGISTRATION), oneHour, null)),
                                "SessionDurationHonored")
                        .message())
                .contains("sessions of 1h instead of 6h")
                .contains("Raise the profile's session duration (" + REGISTRATION.profileARN() + ")")
                .contains("IAM role's maximum session duration");
    }

    @Test
    void pods_with_problems_are_counted_and_named_with_their_namespace() {
        PodHealth refused = new PodHealth(
                new PodReference("shop", "a", "uid-a", "orders"),
                PodHealth.State.RefusedByAWS,
                "RoleNotInProfile",
                "add it",
                NOW);
        RoleFacts facts = new RoleFacts(
                "reader",
                spec(null, null),
                anchor(null, REGISTRATION),
                1,
                List.of(),
                new PodHealthReport(true, reported(List.of(outcome("a", "RoleNotInProfile", 1))), List.of(refused)),
                null);

        assertThat(decide(facts).pods()).isEqualTo("0/1");
        assertThat(decide(facts).unservedPods())
                .containsExactly(new PodTally("RoleNotInProfile", 1, "2026-01-02T03:04:05Z", List.of("shop/a")));
    }

    @Test
    void every_reason_a_pod_may_report_is_one_of_the_conditions() {
        assertThat(Outcome.REPORTABLE)
                .contains(RoleCondition.Reason.Accepted, RoleCondition.Reason.RefusedUnknown)
                .doesNotContain(
                        RoleCondition.Reason.Served,
                        RoleCondition.Reason.NotTriedYet,
                        RoleCondition.Reason.NameTooLong,
                        RoleCondition.Reason.EgressNotAllowed,
                        RoleCondition.Reason.AsRequested)
                .hasSize(30);
    }

    private static AWSRoleStatus decide(RoleFacts facts) {
        return RoleDecision.decide(facts, 7L, NOW);
    }

    private static Condition condition(AWSRoleStatus status, String type) {
        return Conditions.find(status.conditions(), type).orElseThrow();
    }

    private static RoleFacts facts(
            String name,
            AWSRoleSpec spec,
            RoleFacts.@Nullable Anchor anchor,
            ReportedOutcomes reported,
            @Nullable AWSRoleStatus before) {
        return new RoleFacts(
                name,
                spec,
                anchor,
                1,
                List.of(new TrustPolicy.BoundAccount("shop", "orders")),
                new PodHealthReport(false, reported, List.of()),
                before);
    }

    private static RoleFacts shared(AWSRoleSpec spec, List<Outcome> reported) {
        return new RoleFacts(
                "reader",
                spec,
                anchor(null, REGISTRATION),
                3,
                Stream.of("shop", "crm", "erp")
                        .map(namespace -> new TrustPolicy.BoundAccount(namespace, "orders"))
                        .toList(),
                new PodHealthReport(false, reported(reported), List.of()),
                null);
    }

    private static Outcome of(String namespace, String reason, long grantedSeconds) {
        return new Outcome(
                new PodReference(namespace, "orders-1", "uid-" + namespace, "orders"),
                "reader",
                RoleCondition.Reason.valueOf(reason),
                NOW,
                grantedSeconds,
                null);
    }

    private static RoleFacts.Anchor anchor(@Nullable String notReady, Registration... registrations) {
        return new RoleFacts.Anchor("prod-1.example.org", List.of(registrations), notReady);
    }

    private static AWSRoleSpec spec(@Nullable String sessionDuration, @Nullable TrustPolicyScope scope) {
        return new AWSRoleSpec(
                null,
                "arn:aws:iam::111122223333:role/reader",
                null,
                sessionDuration,
                new AllowedNamespaces(List.of("shop"), null),
                scope,
                null,
                null);
    }

    private static ReportedOutcomes reported(List<Outcome> outcomes) {
        return new ReportedOutcomes(
                !outcomes.isEmpty(), outcomes.stream().map(LastReport::of).toList());
    }

    private static Outcome outcome(String pod, String reason, int minute) {
        boolean accepted = reason.equals("Accepted");
        return new Outcome(
                new PodReference("shop", pod, "uid-" + pod, "orders"),
                "reader",
                RoleCondition.Reason.valueOf(reason),
                NOW.plusSeconds(60L * minute),
                accepted ? 3600L : null,
                null);
    }
}
