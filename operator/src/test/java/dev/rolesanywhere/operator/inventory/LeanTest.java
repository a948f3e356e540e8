package dev.rolesanywhere.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.role.AWSRole;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
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
    void a_roles_readiness_concerns_its_bindings_and_its_count_of_pods_does_not() {
        String before = Lean.readiness(role(1, 7, "1/2", "True"));

        assertThat(Lean.readiness(role(1, 8, "2/2", "True"))).isEqualTo(before);
        assertThat(Lean.readiness(role(1, 9, "2/2", "False"))).isNotEqualTo(before);
        assertThat(Lean.readiness(role(2, 10, "1/2", "True"))).isNotEqualTo(before);
    }

    @Test
    void a_roles_registration_concerns_its_bindings_because_advice_names_it() {
        String registered = ROLE + "  profileARN: arn:aws:rolesanywhere:eu-west-1:111122223333:profile/one\n";

        assertThat(Lean.readiness(Serialization.unmarshal(registered.formatted(1, 8, "1/2", "True"), AWSRole.class)))
                .isNotEqualTo(Lean.readiness(role(1, 7, "1/2", "True")));
    }

    @Test
    void bindings_share_the_texts_of_their_statuses() {
        AWSRoleBinding one = Lean.binding(binding("orders"));
        AWSRoleBinding other = Lean.binding(binding("payments"));

        assertThat(one.getStatus()).isEqualTo(binding("orders").getStatus()).isNotSameAs(other.getStatus());
        assertThat(message(one)).isEqualTo("All 1 exist.").isSameAs(message(other));
        assertThat(one.getStatus().summary()).isSameAs(other.getStatus().summary());
        assertThat(one.getMetadata().getNamespace())
                .isSameAs(other.getMetadata().getNamespace());
    }

    @Test
    void a_new_binding_has_no_status() {
        AWSRoleBinding created = binding("orders");
        created.setStatus(null);

        assertThat(Lean.binding(created).getStatus()).isNull();
    }

    /** Issuing reads lean bindings or lists, and both must choose the same default role and owner of a profile. */
    @Test
    void lean_bindings_give_the_same_roles_in_the_same_order() {
        List<AWSRoleBinding> full = List.of(
                created("a-newer", "2026-01-02T03:04:06Z", "writer"),
                created("b-older", "2026-01-02T03:04:05Z", "reader"));
        List<GivenRole> given = GivenRole.of(full, "orders");
        List<GivenRole> ofLean = GivenRole.of(full.stream().map(Lean::binding).toList(), "orders");

        assertThat(ofLean).extracting(GivenRole::role).containsExactly("reader", "writer");
        assertThat(ofLean)
                .extracting(GivenRole::role, GivenRole::spec, GivenRole::profileDefect)
                .isEqualTo(given.stream()
                        .map(role -> tuple(role.role(), role.spec(), role.profileDefect()))
                        .toList());
        assertThat(GivenRole.defaultOf(ofLean, null))
                .isEqualTo(GivenRole.defaultOf(given, null))
                .contains("reader");
    }

    private static AWSRoleBinding created(String name, String time, String role) {
        return Serialization.unmarshal("""
                metadata: {name: %s, namespace: shop, creationTimestamp: "%s"}
                spec: {roleRef: {name: %s}, subjects: [{name: orders}], default: true, profile: same}
                """.formatted(name, time, role), AWSRoleBinding.class);
    }

    private static String message(AWSRoleBinding binding) {
        return binding.getStatus().conditions().getFirst().message();
    }

    private static AWSRoleBinding binding(String name) {
        return Serialization.unmarshal("""
                metadata: {name: %s, namespace: shop}
                spec: {roleRef: {name: reader}, subjects: [{name: orders}]}
                status:
                  summary: Serving
                  conditions:
                  - {type: SubjectsFound, status: "True", reason: AllFound, message: "All 1 exist.", lastTransitionTime: "2026-01-02T03:04:05Z"}
                """.formatted(name), AWSRoleBinding.class);
    }

    private static AWSRole role(int generation, int version, String pods, String ready) {
        return Serialization.unmarshal(ROLE.formatted(generation, version, pods, ready), AWSRole.class);
    }
}
