package dev.rolesanywhere.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec.RoleReference;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.binding.Subject;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which roles, profiles and default the bindings of a namespace give a ServiceAccount. */
class GivenRoleTest {
    @Test
    void of_two_bindings_with_one_role_the_older_one_decides_independent_of_names() {
        List<GivenRole> given =
                given(binding("a", "reader", "young", false, "2"), binding("z", "reader", "old", false, "1"));

        assertThat(given).singleElement().extracting(GivenRole::profile).isEqualTo("old");
    }

    @Test
    void of_bindings_of_the_same_second_the_first_by_name_counts() {
        List<GivenRole> given =
                given(binding("b", "reader", "second", false, "1"), binding("a", "reader", "first", false, "1"));

        assertThat(given).extracting(GivenRole::profile).containsExactly("first");
    }

    @Test
    void the_order_of_the_list_changes_nothing() {
        List<AWSRoleBinding> bindings = new ArrayList<>(List.of(
                binding("a", "reader", "x", false, "3"),
                binding("b", "writer", "x", true, "1"),
                binding("c", "reader", "y", false, "2"),
                binding("d", "batch", null, true, "2")));
        List<GivenRole> expected = GivenRole.of(bindings, "orders");

        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(bindings, new Random(seed));
            assertThat(GivenRole.of(bindings, "orders")).isEqualTo(expected);
        }
    }

    @Test
    void a_profile_belongs_to_its_oldest_binding() {
        List<GivenRole> given =
                given(binding("a", "writer", "prod", false, "2"), binding("b", "reader", "prod", false, "1"));

        assertThat(given.getFirst().profileDefect()).isEmpty();
        assertThat(given.getLast().role()).isEqualTo("writer");
        assertThat(given.getLast().profileDefect()).hasValueSatisfying(defect -> {
            assertThat(defect.reason()).isEqualTo(BindingCondition.Reason.Duplicate);
            assertThat(defect.message()).contains("AWSRoleBinding 'b', which is older", "Set spec.profile");
        });
    }

    @Test
    void a_profile_belongs_to_its_binding_even_if_an_older_binding_has_the_role_with_another_profile() {
        List<GivenRole> given = given(
                binding("a", "reader", "r", false, "1"),
                binding("b", "reader", "prod", false, "2"),
                binding("c", "writer", "prod", false, "3"));

        assertThat(given.getLast().profileDefect()).isPresent();
    }

    @Test
    void a_dry_run_authorizes_nothing_and_does_not_affect_active_bindings() {
        AWSRoleBinding older = dryRun("a", "writer", "prod", true, "1");
        AWSRoleBinding inForce = binding("b", "writer", "prod", false, "2");

        List<GivenRole> given = given(older, inForce);

        assertThat(given).singleElement().satisfies(role -> {
            assertThat(role.binding()).isSameAs(inForce);
            assertThat(role.profileDefect()).isEmpty();
        });
        assertThat(given(older)).isEmpty();
        assertThat(GivenRole.isInForce(older)).isFalse();
        assertThat(GivenRole.isInForce(inForce)).isTrue();
    }

    @Test
    void a_rehearsed_dry_run_counts_like_a_binding_in_force() {
        List<AWSRoleBinding> bindings =
                List.of(dryRun("a", "reader", null, true, "1"), binding("b", "writer", null, false, "2"));

        assertThat(GivenRole.rehearsed(bindings, "orders"))
                .extracting(GivenRole::role)
                .containsExactly("reader", "writer");
        assertThat(GivenRole.defaultOf(GivenRole.rehearsed(bindings, "orders"), null))
                .contains("reader");
        assertThat(GivenRole.defaultOf(GivenRole.of(bindings, "orders"), null)).contains("writer");
    }

    private static AWSRoleBinding dryRun(
            String name, String role, @Nullable String profile, boolean isDefault, String second) {
        AWSRoleBinding binding = binding(name, role, profile, isDefault, second);
        AWSRoleBindingSpec spec = binding.getSpec();
        binding.setSpec(new AWSRoleBindingSpec(
                spec.roleRef(), spec.subjects(), spec.isDefault(), spec.profile(), null, null, true));
        return binding;
    }

    @Test
    void a_deleted_binding_frees_its_profile() {
        assertThat(given(binding("a", "writer", "prod", false, "2")).getFirst().profileDefect())
                .isEmpty();
    }

    @Test
    void a_binding_of_another_serviceaccount_does_not_use_the_profile() {
        AWSRoleBinding other = binding("a", "reader", "prod", false, "1");
        other.setSpec(new AWSRoleBindingSpec(
                new RoleReference("reader"), List.of(new Subject(null, "other")), null, "prod", null, null));

        assertThat(given(other, binding("b", "writer", "prod", false, "2"))
                        .getFirst()
                        .profileDefect())
                .isEmpty();
    }

    @Test
    void an_invalid_profile_affects_only_its_own_role() {
        List<GivenRole> given =
                given(binding("a", "reader", "team@x", false, "1"), binding("b", "writer", null, false, "2"));

        assertThat(given.getFirst().profileDefect()).hasValueSatisfying(defect -> assertThat(defect.reason())
                .isEqualTo(BindingCondition.Reason.ProfileInvalid));
        assertThat(given.getLast().profileDefect()).isEmpty();
    }

    @Test
    void a_binding_without_required_fields_has_no_effect_and_causes_no_error() {
        AWSRoleBinding whole = binding("z", "reader", null, false, "9");
        for (String spec : List.of(
                "null",
                "{}",
                "{\"roleRef\": null, \"subjects\": [{\"name\": \"orders\"}]}",
                "{\"roleRef\": {\"name\": null}, \"subjects\": [{\"name\": \"orders\"}]}",
                "{\"roleRef\": {\"name\": \"writer\"}, \"subjects\": null}",
                "{\"roleRef\": {\"name\": \"writer\"}, \"subjects\": [null, {}, {\"name\": null}]}",
                "{\"roleRef\": {\"name\": \"writer\"}, \"subjects\": [{\"kind\": \"User\", \"name\": \"orders\"}]}")) {
            AWSRoleBinding malformed = Serialization.unmarshal(
                    "{\"metadata\": {\"name\": \"a\", \"namespace\": \"shop\"}, \"spec\": " + spec + "}",
                    AWSRoleBinding.class);

            assertThat(given(malformed, whole))
                    .as(spec)
                    .extracting(GivenRole::role)
                    .containsExactly("reader");
        }
    }

    /** Roles, oldest binding first; a star marks a binding with {@code default: true}. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            reader,               ,        reader
            reader writer,        ,
            reader writer*,       ,        writer
            reader* writer*,      ,        reader
            reader writer,        writer,  writer
            reader* writer,       writer,  writer
            reader,               admin,
            reader* writer,       admin,
            ,                     ,
            ,                     reader,
            """)
    void the_default_is_the_requested_role_else_the_marked_role_else_the_only_role(
            @Nullable String roles, @Nullable String asked, @Nullable String expected) {
        AWSRoleBinding[] bindings = roles == null
                ? new AWSRoleBinding[0]
                : Arrays.stream(roles.split(" "))
                        .map(role -> binding(role, role.replace("*", ""), null, role.endsWith("*"), "1"))
                        .toArray(AWSRoleBinding[]::new);

        assertThat(GivenRole.defaultOf(given(bindings), asked).orElse(null)).isEqualTo(expected);
    }

    private static List<GivenRole> given(AWSRoleBinding... bindings) {
        return GivenRole.of(List.of(bindings), "orders");
    }

    private static AWSRoleBinding binding(
            String name, String role, @Nullable String profile, boolean isDefault, String second) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace("shop")
                .withCreationTimestamp("2026-01-01T00:00:0" + second + "Z")
                .build());
        binding.setSpec(new AWSRoleBindingSpec(
                new RoleReference(role), List.of(new Subject(null, "orders")), isDefault, profile, null, null));
        return binding;
    }
}
