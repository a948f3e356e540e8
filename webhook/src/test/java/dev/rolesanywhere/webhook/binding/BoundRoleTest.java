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
    void roles_come_in_the_order_of_their_bindings_names() {
        assertThat(BoundRole.of(
                        List.of(binding("b", "writer", "orders", null), binding("a", "reader", "orders", null)),
                        "orders",
                        Set.of()))
                .extracting(BoundRole::role)
                .containsExactly("reader", "writer");
    }

    @Test
    void a_role_given_twice_is_as_its_first_binding_has_it() {
        assertThat(BoundRole.of(
                        List.of(binding("b", "reader", "orders", "second"), binding("a", "reader", "orders", "first")),
                        "orders",
                        Set.of()))
                .extracting(BoundRole::profile)
                .containsExactly("first");
    }

    @Test
    void the_profile_is_the_roles_name_where_unset() {
        assertThat(BoundRole.of(List.of(binding("a", "reader", "orders", null)), "orders", Set.of()))
                .extracting(BoundRole::profile)
                .containsExactly("reader");
    }

    @Test
    void a_role_that_is_not_there_yet_is_known_to_be_missing() {
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
                new RoleReference(role), List.of(new Subject(null, serviceAccount)), null, profile, null));
        return binding;
    }
}
