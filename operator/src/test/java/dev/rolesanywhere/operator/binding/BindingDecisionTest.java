package dev.rolesanywhere.operator.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.binding.BindingFacts.OlderBinding;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.Hearsay;
import dev.rolesanywhere.operator.outcome.Hearsay.NotIssued;
import dev.rolesanywhere.operator.outcome.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BindingDecisionTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final BindingFacts.Role ROLE = role(true, null);
    private static final OlderBinding OLDER_ORDERS = new OlderBinding("first", "orders");
    private static final OlderBinding OLDER_BATCH = new OlderBinding("second", "batch");

    static Stream<Arguments> readiness() {
        return Stream.of(
                Arguments.of("served", false, ROLE, List.of(), "Serving", "next pod"),
                Arguments.of("excluded", true, ROLE, List.of(), "NamespaceExcluded", "'shop' is excluded"),
                Arguments.of("no role", false, null, List.of(), "RoleNotFound", "AWSRole 'reader' does not exist"),
                Arguments.of(
                        "not allowed",
                        false,
                        role(false, "x"),
                        List.of(),
                        "NamespaceNotAllowed",
                        "spec.allowedNamespaces"),
                Arguments.of("role not ready", false, role(true, "no CA."), List.of(), "RoleNotReady", "no CA."),
                Arguments.of(
                        "given before",
                        false,
                        ROLE,
                        List.of(OLDER_ORDERS, OLDER_BATCH),
                        "Duplicate",
                        "AWSRoleBinding 'first', which is older"),
                Arguments.of("given in part", false, ROLE, List.of(OLDER_ORDERS), "Serving", "other subjects only"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readiness")
    void ready_says_whether_the_next_pod_is_served(
            String name,
            boolean excluded,
            BindingFacts.@Nullable Role role,
            List<OlderBinding> older,
            String reason,
            String message) {
        AWSRoleBindingStatus status =
                decide(new BindingFacts("shop", spec(), excluded, role, older, List.of(), Hearsay.NOTHING, null));
        Condition ready = condition(status, "Ready");

        assertThat(ready.reason()).isEqualTo(reason);
        assertThat(ready.message()).contains(message);
        assertThat(ready.holds()).isEqualTo(reason.equals("Serving"));
        assertThat(status.summary()).isEqualTo(reason);
    }

    @Test
    void a_missing_service_account_is_named_and_does_not_make_it_unready() {
        AWSRoleBindingStatus status = decide(
                new BindingFacts("shop", spec(), false, ROLE, List.of(), List.of("batch"), Hearsay.NOTHING, null));

        assertThat(condition(status, "SubjectsFound").reason()).isEqualTo("ServiceAccountNotFound");
        assertThat(condition(status, "SubjectsFound").message()).contains("batch");
        assertThat(condition(status, "Ready").holds()).isTrue();
    }

    static Stream<Arguments> pods() {
        Outcome served = outcome("a", "Accepted");
        Outcome refused = outcome("b", "RoleTrustPolicyDenies");
        return Stream.of(
                Arguments.of("no pods", hearsay(0, List.of(), List.of()), "Unknown", "NoPods", "Serving", "0/0"),
                Arguments.of("all", hearsay(1, List.of(served), List.of()), "True", "AllServed", "Serving", "1/1"),
                Arguments.of("waiting", hearsay(2, List.of(served), List.of()), "Unknown", "NoPods", "Serving", "1/2"),
                Arguments.of(
                        "refused by AWS",
                        hearsay(2, List.of(served, refused), List.of()),
                        "False",
                        "RefusedByAWS",
                        "RoleTrustPolicyDenies",
                        "1/2"),
                Arguments.of(
                        "refused here",
                        hearsay(1, List.of(), List.of(new NotIssued(served.pod(), "IdentityTooLong", "shorten it"))),
                        "False",
                        "CertificateRefused",
                        "IdentityTooLong",
                        "0/1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pods")
    void pods_served_and_the_summary_say_what_is_nearest_to_the_cause(
            String name, Hearsay heard, String status, String reason, String summary, String pods) {
        AWSRoleBindingStatus decided =
                decide(new BindingFacts("shop", spec(), false, ROLE, List.of(), List.of(), heard, null));

        assertThat(condition(decided, "PodsServed").status().name()).isEqualTo(status);
        assertThat(condition(decided, "PodsServed").reason()).isEqualTo(reason);
        assertThat(decided.summary()).isEqualTo(summary);
        assertThat(decided.pods()).isEqualTo(pods);
    }

    @Test
    void session_is_what_aws_granted_and_before_that_what_is_asked_for() {
        assertThat(decide(new BindingFacts("shop", spec(), false, ROLE, List.of(), List.of(), Hearsay.NOTHING, null))
                        .session())
                .isEqualTo("6h");
        assertThat(decide(new BindingFacts(
                                "shop",
                                spec(),
                                false,
                                ROLE,
                                List.of(),
                                List.of(),
                                hearsay(1, List.of(outcome("a", "Accepted")), List.of()),
                                null))
                        .session())
                .isEqualTo("1h");
    }

    @Test
    void a_new_leader_keeps_what_an_earlier_one_heard() {
        AWSRoleBindingStatus before = decide(new BindingFacts(
                "shop",
                spec(),
                false,
                ROLE,
                List.of(),
                List.of(),
                hearsay(2, List.of(outcome("a", "Accepted"), outcome("b", "RoleNotInProfile")), List.of()),
                null));

        assertThat(decide(new BindingFacts("shop", spec(), false, ROLE, List.of(), List.of(), Hearsay.NOTHING, before)))
                .isEqualTo(before);
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
                null);
    }

    private static BindingFacts.Role role(boolean allowed, @Nullable String notReady) {
        return new BindingFacts.Role(
                "arn:aws:iam::111122223333:role/reader", "111122223333", "eu-west-1", "6h", allowed, notReady);
    }

    private static Hearsay hearsay(int asked, List<Outcome> outcomes, List<NotIssued> notIssued) {
        return new Hearsay(true, asked, outcomes, notIssued);
    }

    private static Outcome outcome(String pod, String reason) {
        return new Outcome(
                new PodReference("shop", pod, "uid-" + pod, "orders"),
                "reader",
                RoleCondition.Reason.valueOf(reason),
                "what AWS said",
                NOW,
                reason.equals("Accepted") ? 3600L : null,
                null,
                null);
    }
}
