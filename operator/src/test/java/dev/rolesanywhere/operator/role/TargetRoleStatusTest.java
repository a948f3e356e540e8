package dev.rolesanywhere.operator.role;

import static dev.rolesanywhere.operator.registration.RegistrationChoiceTest.registration;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.AWSRoleSpec.TrustPolicyScope;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.role.AllowedNamespaces;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.crds.role.TargetRole.Tag;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.crds.trustanchor.ExternalVolume;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.workload.PodHealthReport;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The target role in an AWSRole's status. */
class TargetRoleStatusTest {
    private static final String TARGET = "arn:aws:iam::444455556666:role/reports-writer";

    @Test
    void both_policies_and_the_stability_are_printed() {
        AWSRoleStatus status = status(target(TARGET, null, null), TrustPolicyScope.Role, 1);
        assertThat(status.targetRole().account()).isEqualTo("444455556666");
        assertThat(status.targetRole().trustPolicy()).contains("arn:aws:iam::111122223333:role/reader");
        assertThat(status.targetRole().firstRolePolicy()).contains(TARGET);
        assertThat(status.trustPolicy()).contains("rolesanywhere.amazonaws.com").doesNotContain("444455556666");
        assertThat(ready(status).holds()).isTrue();
    }

    @Test
    void the_page_shows_the_output_for_the_example() throws Exception {
        AWSRole example = Stream.of(Files.readString(Path.of("../examples/target-role.yaml"))
                        .split("(?m)^---$"))
                .filter(document -> document.contains("kind: AWSRole\n"))
                .map(document -> Serialization.unmarshal(document, AWSRole.class))
                .findFirst()
                .orElseThrow();
        AWSRoleStatus status = status(example.getMetadata().getName(), example.getSpec(), 1);
        assertThat(Files.readString(Path.of("../docs/target-roles.md")))
                .contains("```text\n" + status.targetRole().trustPolicy() + "\n"
                        + status.targetRole().firstRolePolicy() + "\n```");
    }

    @ParameterizedTest
    @CsvSource({", 1h, 50m", "1h, 1h, 50m", "15m, 15m, 12m30s", "30m, 30m, 25m"})
    void an_outage_of_sts_affects_pods_after_five_sixths_of_a_session(
            @Nullable String duration, String session, String stability) {
        AWSRoleStatus status =
                status(new TargetRole(TARGET, null, duration, null, null, null), TrustPolicyScope.Role, 1);
        assertThat(status.targetRole().stability()).isEqualTo(stability);
        assertThat(ready(status).message())
                .contains("sessions of the target role, which last " + session)
                .contains("Pods notice an outage of STS after " + stability + ".");
    }

    @Test
    void a_narrow_scope_without_a_subject_prints_only_the_first_roles_policy() {
        AWSRoleStatus status = status(target(TARGET, null, null), TrustPolicyScope.ServiceAccount, 0);
        assertThat(status.targetRole().trustPolicy()).isNull();
        assertThat(status.targetRole().firstRolePolicy()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"prod-1/orders, true", ", false"})
    void for_whole_namespaces_the_target_role_accepts_all_spiffe_ids_with_the_remaining_conditions(
            @Nullable String externalId, boolean demands) {
        RoleFacts.Anchor anchor = new RoleFacts.Anchor(
                "prod-1.example.org", List.of(registration("eu-west-1", "111122223333", true)), null, null, spire());
        AWSRoleSpec spec = spec(new TargetRole(TARGET, externalId, null, null, null, null), TrustPolicyScope.Namespace);
        String policy = status("reader", spec, anchor, 1).targetRole().trustPolicy();
        assertThat(policy)
                .contains("\"StringLike\"", "\"spiffe://prod-1.example.org/ns/shop/sa/*\"")
                .doesNotContain("{ }");
        assertThat(policy.contains("\"StringEquals\"")).isEqualTo(demands);
    }

    /** These certificates do not name a role, so the policy names each ServiceAccount. */
    @Test
    void with_certificates_of_another_component_the_target_role_admits_spiffe_ids() {
        RoleFacts.Anchor anchor = new RoleFacts.Anchor(
                "prod-1.example.org", List.of(registration("eu-west-1", "111122223333", true)), null, null, spire());
        AWSRoleSpec spec = spec(target(TARGET, null, null), TrustPolicyScope.Role);
        assertThat(status("reader", spec, anchor, 1).targetRole().trustPolicy())
                .contains("\"aws:PrincipalTag/x509SAN/URI\" : [ \"spiffe://prod-1.example.org/ns/shop/sa/orders-0\" ]")
                .contains("\"sts:ExternalId\" : \"prod-1/orders\"")
                .doesNotContain("x509Subject");
        assertThat(status("reader", spec, anchor, 0).targetRole().trustPolicy()).isNull();
    }

    @Test
    void a_trust_policy_beyond_iams_quota_is_a_warning() {
        List<Tag> tags = IntStream.range(0, 40)
                .mapToObj(i -> new Tag("a-rather-long-key-" + i, "a-rather-long-value"))
                .toList();
        assertThat(ready(status(target(TARGET, null, tags), TrustPolicyScope.Role, 1))
                        .message())
                .contains("Warning: the target role's trust policy has ");
    }

    static Stream<Arguments> defects() {
        return Stream.of(
                Arguments.of(target("arn:aws:iam::111122223333:role/reader", null, null), "is spec.roleARN"),
                Arguments.of(target("arn:aws-cn:iam::444455556666:role/x", null, null), "different AWS partitions"),
                Arguments.of(target("reports-writer", null, null), "is not an IAM role's ARN"),
                Arguments.of(new TargetRole(TARGET, "a b", null, null, null, null), "externalID"),
                Arguments.of(
                        new TargetRole(TARGET, null, "soon", null, null, null), "sessionDuration is not a duration"),
                Arguments.of(target(TARGET, "{\"Version\": ", null), "is not the JSON of a policy"),
                Arguments.of(target(TARGET, "{\"Version\": \"2012-10-17\"}", null), "has no Statement"),
                Arguments.of(
                        target(TARGET, "{\"Statement\": \"" + "x".repeat(2048) + "\"}", null),
                        "STS accepts at most 2048"),
                Arguments.of(
                        target(TARGET, null, List.of(new Tag("x509SAN/URI", "spiffe://x"))),
                        "a key that is reserved for AWS"),
                Arguments.of(target(TARGET, null, List.of(new Tag("AWS:x", "y"))), "a key that is reserved for AWS"),
                Arguments.of(target(TARGET, null, List.of(new Tag("team", "a&b"))), "STS does not accept"),
                Arguments.of(
                        target(TARGET, null, List.of(new Tag("team", "a"), new Tag("Team", "b"))),
                        "has the same key twice"),
                Arguments.of(
                        target(
                                TARGET,
                                null,
                                IntStream.range(0, 51)
                                        .mapToObj(i -> new Tag("k" + i, ""))
                                        .toList()),
                        "has 51 tags"));
    }

    /** Objects that are older than the schema, or that were created while the schema was missing. */
    @ParameterizedTest
    @MethodSource("defects")
    void values_that_the_schema_rejects_are_rejected_here_too(TargetRole target, String message) {
        AWSRoleStatus status = status(target, TrustPolicyScope.Role, 1);
        assertThat(ready(status).reason()).isEqualTo("SpecInvalid");
        assertThat(ready(status).message()).startsWith("spec.targetRole").contains(message);
        assertThat(status.targetRole()).isNull();
    }

    @Test
    void a_target_role_that_the_schema_accepts_has_no_defect() {
        List<Tag> tags = List.of(new Tag("team", "B\u00fccher und Co"), new Tag("stage", ""));
        assertThat(spec(target(TARGET, " {\"Statement\": {\"Effect\": \"Allow\"}}\n", tags), TrustPolicyScope.Role)
                        .defect())
                .isEmpty();
    }

    private static TargetRole target(String arn, @Nullable String policy, @Nullable List<Tag> tags) {
        return new TargetRole(arn, "prod-1/orders", null, policy, tags, null);
    }

    private static External spire() {
        return new External(
                "SPIRE",
                new ExternalVolume(null, null, "svid"),
                null,
                null,
                null,
                new External.TrustBundle("PEM", null));
    }

    private static Condition ready(AWSRoleStatus status) {
        return Conditions.find(status.conditions(), "Ready").orElseThrow();
    }

    private static AWSRoleStatus status(TargetRole target, TrustPolicyScope scope, int bound) {
        return status("reader", spec(target, scope), bound);
    }

    private static AWSRoleStatus status(String name, AWSRoleSpec spec, int bound) {
        return status(
                name,
                spec,
                new RoleFacts.Anchor(
                        "prod-1.example.org", List.of(registration("eu-west-1", "111122223333", true)), null),
                bound);
    }

    private static AWSRoleStatus status(String name, AWSRoleSpec spec, RoleFacts.Anchor anchor, int bound) {
        return RoleDecision.decide(
                new RoleFacts(
                        name,
                        spec,
                        anchor,
                        bound,
                        IntStream.range(0, bound)
                                .mapToObj(i -> new TrustPolicy.BoundAccount("shop", "orders-" + i))
                                .toList(),
                        new PodHealthReport(false, new ReportedOutcomes(false, List.of()), List.of()),
                        null),
                1L,
                Instant.parse("2026-01-02T03:04:05Z"));
    }

    private static AWSRoleSpec spec(TargetRole target, TrustPolicyScope scope) {
        return new AWSRoleSpec(
                null,
                "arn:aws:iam::111122223333:role/reader",
                null,
                null,
                new AllowedNamespaces(List.of("shop"), null),
                scope,
                null,
                target,
                null);
    }
}
