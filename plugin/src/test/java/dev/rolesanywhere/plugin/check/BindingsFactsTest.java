package dev.rolesanywhere.plugin.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Verdict;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindingsFactsTest {
    @Test
    void sidecars_of_other_versions_are_counted_over_all_bindings() {
        Fact fact = BindingsFacts.sidecars(List.of(
                binding("a", "{}"),
                binding("b", "{podsOfOtherVersions: 2}"),
                binding("c", "{podsOfOtherVersions: 3}")));

        assertThat(fact.verdict()).isEqualTo(Verdict.Unknown);
        assertThat(fact.finding()).startsWith("5 pods of 2 bindings").endsWith("shop/b");
        assertThat(fact.todo()).contains("Restart the workloads");
    }

    @Test
    void pods_of_the_operators_version_need_nothing() {
        AWSRoleBinding without = binding("a", "{}");
        without.setStatus(null);

        assertThat(BindingsFacts.sidecars(List.of(without)).verdict()).isEqualTo(Verdict.Good);
    }

    private static AWSRoleBinding binding(String name, String status) {
        return Serialization.unmarshal("""
                apiVersion: rolesanywhere.dev/v1alpha1
                kind: AWSRoleBinding
                metadata: {name: %s, namespace: shop}
                spec: {roleRef: {name: reader}, subjects: [{name: orders}]}
                status: %s
                """.formatted(name, status), AWSRoleBinding.class);
    }
}
