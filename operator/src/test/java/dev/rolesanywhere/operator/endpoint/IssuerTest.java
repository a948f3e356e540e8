package dev.rolesanywhere.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.operator.timing.IssuingTimes;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of a pod's roles get a leaf, under which profile, and what one bad object costs: its own role. */
class IssuerTest {
    private final IssuingStage stage = new IssuingStage();

    @Test
    void a_profile_stays_with_the_oldest_binding_even_if_its_role_is_refused() throws Exception {
        stage.role("old", "{names: [elsewhere]}");
        stage.binding("b2", "old", "orders", true, "2026-01-02T00:00:00Z", "prod");
        stage.role("young", "{names: [shop]}");
        stage.binding("b3", "young", "orders", false, "2026-01-03T00:00:00Z", "prod");
        JsonNode answer = stage.certificates("orders-token", 200);

        assertThat(names(answer)).containsExactly("reader");
        assertThat(answer.path("refused"))
                .extracting(
                        it -> it.path("role").asText() + " " + it.path("reason").asText() + " " + it.path("default"))
                .containsExactly("old NamespaceNotAllowed true", "young Duplicate false");
        assertThat(answer.path("refused").path(1).path("message").asText())
                .contains("AWSRoleBinding 'b2', which is older", "Set spec.profile of AWSRoleBinding 'b3'");
    }

    @Test
    void a_deleted_binding_frees_its_profile() throws Exception {
        stage.role("young", "{names: [shop]}");
        stage.binding("b3", "young", "orders", false, "2026-01-03T00:00:00Z", "prod");
        stage.role("old", "{names: [elsewhere]}");
        stage.binding("b2", "old", "orders", true, "2026-01-02T00:00:00Z", "prod");
        stage.unbind();

        assertThat(names(stage.certificates("orders-token", 200))).containsExactly("reader", "young");
    }

    @Test
    void the_older_of_two_bindings_of_a_role_counts_independent_of_names() throws Exception {
        stage.role("writer", "{names: [shop]}");
        stage.binding("z", "writer", "orders", false, "2026-01-02T00:00:00Z", "old");
        stage.binding("a", "writer", "orders", false, "2026-01-03T00:00:00Z", "young");

        assertThat(stage.certificates("orders-token", 200).path("roles"))
                .extracting(it -> it.path("profile").asText())
                .containsExactly("reader", "old");
    }

    @ParameterizedTest
    @EnumSource(
            value = IssuingTimes.Step.class,
            names = {"Bindings", "Policy", "Signing"})
    void each_step_of_the_issuer_is_timed_once_for_one_role(IssuingTimes.Step step) throws Exception {
        stage.certificates("orders-token", 200);

        assertThat(stage.timed(step)).isEqualTo(1);
    }

    @Test
    void an_invalid_profile_affects_only_its_own_role() throws Exception {
        stage.role("writer", "{names: [shop]}");
        stage.binding("b2", "writer", "orders", false, "2026-01-02T00:00:00Z", "team@x");
        JsonNode answer = stage.certificates("orders-token", 200);

        assertThat(names(answer)).containsExactly("reader");
        assertThat(answer.path("refused").path(0).path("reason").asText()).isEqualTo("ProfileInvalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{roleARN: null, allowedNamespaces: {names: [shop]}}",
                "{roleARN: nonsense, allowedNamespaces: {names: [shop]}}",
                "{roleARN: 'arn:aws:iam::111122223333:role/x', allowedNamespaces: {selector: {matchExpressions: [{key: team}]}}}",
                "{roleARN: 'arn:aws:iam::111122223333:role/x', allowedNamespaces: {selector: {matchExpressions: [{key: team, operator: null}]}}}",
                "{roleARN: 'arn:aws:iam::111122223333:role/x', allowedNamespaces: {selector: {matchExpressions: [{key: team, operator: in}]}}}",
                "{roleARN: 'arn:aws:iam::111122223333:role/x', allowedNamespaces: {selector: {matchExpressions: [{operator: Exists}]}}}",
                "{roleARN: 'arn:aws:iam::111122223333:role/x', allowedNamespaces: {selector: {matchExpressions: [null]}}}",
                "{roleARN: 'arn:aws:iam::111122223333:role/x', allowedNamespaces: {selector: {matchExpressions: [{key: team, operator: NotIn}]}}}",
                "{roleARN: 'arn:aws:iam::111122223333:role/x', profileARN: nonsense, allowedNamespaces: {names: [shop]}}",
                "{roleARN: 'arn:aws:iam::111122223333:role/x', sessionDuration: soon, allowedNamespaces: {names: [shop, null]}}"
            })
    void a_malformed_role_affects_only_itself(String spec) throws Exception {
        stage.hold(Serialization.unmarshal("---\n{metadata: {name: broken}, spec: " + spec + "}", AWSRole.class));
        stage.binding("b0", "broken", "orders", false, "2025-01-01T00:00:00Z");
        JsonNode answer = stage.certificates("orders-token", 200);

        assertThat(names(answer)).containsExactly("reader");
        assertThat(answer.path("refused").path(0).path("reason").asText()).isEqualTo("SpecInvalid");
        assertThat(answer.path("refused").path(0).path("message").asText()).contains("AWSRole 'broken': spec.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "{subjects: [{name: orders}]}",
                "{roleRef: {}, subjects: [{name: orders}]}",
                "{roleRef: {name: reader}, subjects: [null, {}]}"
            })
    void a_malformed_binding_affects_no_role(String spec) throws Exception {
        stage.hold(Serialization.unmarshal(
                "---\n{metadata: {name: a, namespace: shop}, spec: " + spec + "}", AWSRoleBinding.class));
        JsonNode answer = stage.certificates("orders-token", 200);

        assertThat(names(answer)).containsExactly("reader");
        assertThat(answer.path("refused")).isEmpty();
    }

    private static List<String> names(JsonNode answer) {
        return StreamSupport.stream(answer.path("roles").spliterator(), false)
                .map(role -> role.path("name").asText())
                .toList();
    }
}
