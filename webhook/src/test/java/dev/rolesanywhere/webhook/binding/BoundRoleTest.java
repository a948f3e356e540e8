package dev.rolesanywhere.webhook.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec.RoleReference;
import dev.rolesanywhere.crds.binding.Subject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoundRoleTest {
    @Test
    void only_bindings_that_name_the_service_account_count() {
        assertThat(BoundRole.of(List.of(binding("a", "reader", "other", null)), "orders", Set.of()))
                .isEmpty();
    }

    @Test
    void of_equally_old_bindings_roles_come_in_the_order_of_their_names() {
        assertThat(BoundRole.of(
                        List.of(binding("b", "writer", "orders", null), binding("a", "reader", "orders", null)),
                        "orders",
                        Set.of()))
                .extracting(BoundRole::role)
                .containsExactly("reader", "writer");
    }

    @Test
    void of_two_bindings_with_one_role_the_first_counts() {
        assertThat(BoundRole.of(
                        List.of(binding("b", "reader", "orders", "second"), binding("a", "reader", "orders", "first")),
                        "orders",
                        Set.of()))
                .extracting(BoundRole::profile)
                .containsExactly("first");
    }

    @Test
    void of_two_bindings_with_one_role_the_older_counts_independent_of_names() {
        AWSRoleBinding old = binding("z", "reader", "orders", "old");
        AWSRoleBinding young = binding("a", "reader", "orders", "young");
        old.getMetadata().setCreationTimestamp("2026-01-01T00:00:01Z");
        young.getMetadata().setCreationTimestamp("2026-01-01T00:00:02Z");

        assertThat(BoundRole.of(List.of(young, old), "orders", Set.of()))
                .extracting(BoundRole::profile)
                .containsExactly("old");
    }

    @Test
    void a_role_whose_profile_an_older_binding_has_is_known_to_get_no_credentials() {
        assertThat(BoundRole.of(
                        List.of(binding("a", "reader", "orders", "prod"), binding("b", "writer", "orders", "prod")),
                        "orders",
                        Set.of("reader", "writer")))
                .extracting(role -> role.unservedBecause() == null)
                .containsExactly(true, false);
    }

    @Test
    void the_profile_is_the_roles_name_where_unset() {
        assertThat(BoundRole.of(List.of(binding("a", "reader", "orders", null)), "orders", Set.of()))
                .extracting(BoundRole::profile)
                .containsExactly("reader");
    }

    @Test
    void a_missing_role_is_recognized() {
        assertThat(BoundRole.of(
                        List.of(binding("a", "reader", "orders", null), binding("b", "writer", "orders", null)),
                        "orders",
                        Set.of("writer")))
                .extracting(BoundRole::exists)
                .containsExactly(false, true);
    }

    private static AWSRoleBinding binding(String name, String role, String serviceAccount, @Nullable String profile) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.getMetadata().setName(name);
        binding.setSpec(new AWSRoleBindingSpec(
                new RoleReference(role), List.of(new Subject(null, serviceAccount)), null, profile, null, null));
        return binding;
    }
}
