package dev.rolesanywhere.operator.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.role.TrustPolicy.BoundAccount;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class ServedAccountsTest {
    private final TestInventory inventory = new TestInventory();

    @Test
    void a_refused_subject_is_not_in_the_trust_policy() {
        AWSRole role = role("{names: [shop, kube-system], selector: {matchLabels: {team: orders}}}");
        namespace("labeled", "orders");
        namespace("relabeled", "others");
        binding("shop", "b", "1", "reader", "r");
        binding("elsewhere", "b", "1", "reader", "r");
        binding("labeled", "b", "1", "reader", "r");
        binding("relabeled", "b", "1", "reader", "r");
        binding("kube-system", "b", "1", "reader", "r");

        assertThat(ServedAccounts.of(role, inventory, "kube-system"::equals))
                .containsExactly(new BoundAccount("shop", "orders"), new BoundAccount("labeled", "orders"));
    }

    @Test
    void a_subject_with_a_profile_of_an_older_binding_gets_no_leaf_and_is_not_in_the_trust_policy() {
        AWSRole role = role("{names: [shop]}");
        binding("shop", "a", "1", "writer", "prod");
        binding("shop", "b", "2", "reader", "prod");

        assertThat(ServedAccounts.of(role, inventory, excluded -> false)).isEmpty();
    }

    @Test
    void a_dry_run_is_not_in_the_trust_policy_and_uses_no_profile() {
        AWSRole role = role("{names: [shop]}");
        dryRun("shop", "a", "1", "writer", "prod");
        dryRun("shop", "c", "3", "reader", "other");
        assertThat(ServedAccounts.of(role, inventory, excluded -> false)).isEmpty();

        binding("shop", "b", "2", "reader", "prod");
        assertThat(ServedAccounts.of(role, inventory, excluded -> false))
                .containsExactly(new BoundAccount("shop", "orders"));
    }

    private static AWSRole role(String allowed) {
        return Serialization.unmarshal(
                "---\n{metadata: {name: reader}, spec: {roleARN: 'arn:aws:iam::111122223333:role/x', allowedNamespaces: "
                        + allowed + "}}",
                AWSRole.class);
    }

    private void namespace(String name, String team) {
        inventory.with(new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("team", team)
                .endMetadata()
                .build());
    }

    private void binding(String namespace, String name, String second, String role, String profile) {
        binding(namespace, name, second, role, profile, false);
    }

    private void dryRun(String namespace, String name, String second, String role, String profile) {
        binding(namespace, name, second, role, profile, true);
    }

    private void binding(String namespace, String name, String second, String role, String profile, boolean dryRun) {
        inventory.with(Serialization.unmarshal(
                "---\n{metadata: {name: %s, namespace: %s, creationTimestamp: '2026-01-01T00:00:0%sZ'}, spec: {roleRef: {name: %s}, profile: %s, subjects: [{name: orders}], dryRun: %s}}"
                        .formatted(name, namespace, second, role, profile, dryRun),
                AWSRoleBinding.class));
    }
}
