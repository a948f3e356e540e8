package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** A developer with the ClusterRole edit in a namespace, and the rights to bind a role there. */
@NeedsCluster
@InTurn
@ExtendWith(InstalledChart.Extension.class)
class BindGuardIT {
    private final InstalledChart chart;
    private final String namespace;
    private final String user;
    private final KubernetesClient developer;

    BindGuardIT(InstalledChart chart, TestInfo test) {
        this.chart = chart;
        this.namespace = "bind-" + Integer.toHexString(test.getDisplayName().hashCode());
        this.user = "dev-" + namespace;
        this.developer = chart.cluster().as(user);
    }

    @BeforeEach
    void grant_edit_to_the_developer() {
        chart.namespace(namespace);
        grant("RoleBinding", "edit-it", "ClusterRole", "edit");
        // Aggregation and RBAC's caches take a moment.
        InstalledChart.eventually(() -> {
            try {
                return developer
                                .resources(AWSRoleBinding.class)
                                .inNamespace(namespace)
                                .list()
                        != null;
            } catch (RuntimeException notYet) {
                return false;
            }
        });
    }

    @AfterEach
    void close() {
        developer.close();
    }

    @Test
    void a_binding_without_the_verb_bind_is_rejected_with_the_missing_grant() {
        assertThatThrownBy(() -> give("orders", "reader"))
                .hasMessageContaining(user + " may not bind AWSRole reader in namespace " + namespace)
                .hasMessageContaining("resourceNames: [reader], verbs: [bind]");
    }

    @Test
    void a_grant_in_the_namespace_counts() {
        allowBind("Role", "reader");
        grant("RoleBinding", "binder", "Role", "binder-" + namespace);
        InstalledChart.eventually(() -> !InstalledChart.refuses(() -> give("orders", "reader")));
    }

    @Test
    void a_grant_in_the_whole_cluster_counts() {
        allowBind("ClusterRole", "reader");
        grant("ClusterRoleBinding", "binder-" + namespace, "ClusterRole", "binder-" + namespace);
        InstalledChart.eventually(() -> !InstalledChart.refuses(() -> give("orders", "reader")));
    }

    @Test
    void a_grant_for_one_role_does_not_cover_another_role() {
        allowBind("Role", "reader");
        grant("RoleBinding", "binder", "Role", "binder-" + namespace);
        InstalledChart.eventually(() -> !InstalledChart.refuses(() -> give("orders", "reader")));
        assertThatThrownBy(() -> give("others", "writer")).hasMessageContaining("may not bind AWSRole writer");
    }

    @Test
    void a_change_of_labels_needs_no_grant() {
        chart.create(namespace, InstalledChart.BINDING.formatted("orders", "reader", "orders"));
        assertThatCode(() -> binding("orders").edit(b -> {
                    b.getMetadata().getLabels().put("team", "shop");
                    return b;
                }))
                .doesNotThrowAnyException();
    }

    @Test
    void a_change_of_subjects_needs_the_grant() {
        chart.create(namespace, InstalledChart.BINDING.formatted("orders", "reader", "orders"));
        assertThatThrownBy(() -> binding("orders")
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"spec\":{\"subjects\":[{\"name\":\"mine\"}]}}"))
                .hasMessageContaining("may not bind AWSRole reader");
    }

    /** A dry run gives nothing now, but may give the role later. */
    @Test
    void a_dry_run_and_its_activation_need_the_grant() {
        String dryRun = InstalledChart.BINDING.replace("spec: {", "spec: {dryRun: true, ");
        assertThatThrownBy(() ->
                        InstalledChart.create(developer, namespace, dryRun.formatted("rehearsal", "reader", "orders")))
                .hasMessageContaining("may not bind AWSRole reader");
        chart.create(namespace, dryRun.formatted("orders", "reader", "orders"));
        assertThatThrownBy(() ->
                        binding("orders").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"dryRun\":null}}"))
                .hasMessageContaining("may not bind AWSRole reader");
    }

    private Resource<AWSRoleBinding> binding(String name) {
        return developer.resources(AWSRoleBinding.class).inNamespace(namespace).withName(name);
    }

    private void give(String name, String role) {
        InstalledChart.create(developer, namespace, InstalledChart.BINDING.formatted(name, role, "orders"));
    }

    private void allowBind(String kind, String role) {
        chart.create(kind.equals("Role") ? namespace : "", """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: %s
            metadata: {name: binder-%s}
            rules: [{apiGroups: [rolesanywhere.dev], resources: [awsroles], resourceNames: [%s], verbs: [bind]}]
            """.formatted(kind, namespace, role));
    }

    private void grant(String kind, String name, String roleKind, String role) {
        chart.create(kind.equals("RoleBinding") ? namespace : "", """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: %s
            metadata: {name: %s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: %s}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]
            """.formatted(kind, name, roleKind, role, user));
    }
}
