package dev.rolesanywhere.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec.RoleReference;
import dev.rolesanywhere.crds.binding.Subject;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconciledKindTest {
    private final ReconciledKind<AWSRoleBinding> bindings = new ReconciledKind<>(
            Lean.resource(AWSRoleBinding::new),
            binding -> binding.getSpec() == null
                    ? List.of("all")
                    : List.of("all", binding.getSpec().roleRef().name()),
            Lean::generation,
            Runnable::run);
    private final List<String> reported = new ArrayList<>();

    @Test
    void an_object_is_found_in_its_groups_and_moves_with_a_change() {
        put("reads", "1", "reader");
        put("writes", "2", "writer");
        put("reads", "3", "writer");

        assertThat(bindings.group("reader")).isEmpty();
        assertThat(bindings.group("writer")).hasSize(2);
        assertThat(bindings.group("all")).hasSize(2);

        assertThat(bindings.groups()).containsExactlyInAnyOrder("writer", "all");

        bindings.remove("shop/writes");
        assertThat(bindings.group("writer"))
                .extracting(it -> it.getMetadata().getName())
                .containsExactly("reads");
    }

    @Test
    void only_a_new_or_an_empty_group_counts_as_a_change_of_groups() {
        put("reads", "1", "reader");
        long before = bindings.changesOfGroups();

        put("also-reads", "2", "reader");
        put("reads", "3", "reader");
        bindings.remove("shop/also-reads");
        assertThat(bindings.changesOfGroups()).isEqualTo(before);

        put("reads", "4", "writer");
        long moved = bindings.changesOfGroups();
        assertThat(moved).isGreaterThan(before);

        bindings.remove("shop/reads");
        assertThat(bindings.changesOfGroups()).isGreaterThan(moved);
        assertThat(bindings.groups()).isEmpty();
    }

    @Test
    void a_change_reports_both_states_and_a_new_status_nothing() {
        bindings.onChange(binding -> reported.add(
                binding.getSpec().roleRef().name() + bindings.group("reader").size()));
        put("reads", "1", "reader");
        put("reads", "2", "reader");
        put("reads", "3", "writer");
        bindings.remove("shop/reads");

        assertThat(reported).containsExactly("reader1", "reader0", "writer0", "writer0");
    }

    @Test
    void an_object_without_a_spec_is_visible_only_to_its_reconciler() {
        bindings.onChange(binding -> reported.add("reported"));
        AWSRoleBinding empty = binding("empty", "1", "reader");
        empty.setSpec(null);
        bindings.put("shop/empty", empty);

        assertThat(bindings.get("shop/empty")).isNotNull();
        assertThat(bindings.all()).isEmpty();
        assertThat(bindings.group("all")).isEmpty();
        assertThat(reported).isEmpty();
    }

    @Test
    void cached_metadata_has_the_generation_but_no_labels_and_foreign_annotations() {
        bindings.put("shop/reads", binding("reads", "1", "reader"));

        assertThat(bindings.record("shop/reads").getMetadata()).satisfies(kept -> {
            assertThat(kept.getGeneration()).isEqualTo(4);
            assertThat(kept.getLabels()).isNullOrEmpty();
            assertThat(kept.getAnnotations()).containsOnlyKeys("rolesanywhere.dev/rotate");
        });
    }

    private void put(String name, String version, String role) {
        bindings.put("shop/" + name, binding(name, version, role));
    }

    private static AWSRoleBinding binding(String name, String version, String role) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(new ObjectMetaBuilder()
                .withNamespace("shop")
                .withName(name)
                .withResourceVersion(version)
                .withUid("uid-" + name)
                .withGeneration(role.equals("reader") ? 4L : 5L)
                .addToLabels("team", "orders")
                .addToAnnotations("rolesanywhere.dev/rotate", "x")
                .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
                .build());
        binding.setSpec(new AWSRoleBindingSpec(
                new RoleReference(role), List.of(new Subject(null, "orders")), null, null, null, null));
        return binding;
    }
}
