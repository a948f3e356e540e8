package dev.rolesanywhere.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.role.AWSRole;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class LeanTest {
    private static final String ROLE = """
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSRole
            metadata: {name: reader, uid: one, generation: %d, resourceVersion: "%d"}
            spec: {roleARN: "arn:aws:iam::111122223333:role/reader", allowedNamespaces: {selector: {}}}
            status:
              region: eu-west-1
              pods: %s
              conditions: [{type: Ready, status: "%s", reason: r, message: m, lastTransitionTime: "2026-01-02T03:04:05Z"}]
            """;

    @Test
    void the_count_of_a_roles_pods_is_nothing_to_its_bindings_and_readiness_is() {
        String before = Lean.readiness(role(1, 7, "1/2", "True"));

        assertThat(Lean.readiness(role(1, 8, "2/2", "True"))).isEqualTo(before);
        assertThat(Lean.readiness(role(1, 9, "2/2", "False"))).isNotEqualTo(before);
        assertThat(Lean.readiness(role(2, 10, "1/2", "True"))).isNotEqualTo(before);
    }

    private static AWSRole role(int generation, int version, String pods, String ready) {
        return Serialization.unmarshal(ROLE.formatted(generation, version, pods, ready), AWSRole.class);
    }
}
