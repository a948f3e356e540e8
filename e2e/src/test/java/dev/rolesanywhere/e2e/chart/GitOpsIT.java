package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A GitOps controller with cluster-admin's rights, as Flux and Argo CD are installed. With {@code spec.serviceAccountName} (Flux) or
 * {@code destinationServiceAccounts} (Argo CD) it sends the header {@code Impersonate-User}, which is all that the API server sees of either.
 */
@NeedsCluster
@InTurn
@ExtendWith(InstalledChart.Extension.class)
class GitOpsIT {
    private final InstalledChart chart;
    private final String tenant;
    private final KubernetesClient asItself;
    private final KubernetesClient asTenant;

    GitOpsIT(InstalledChart chart, TestInfo test) {
        this.chart = chart;
        this.tenant = "gitops-" + Integer.toHexString(test.getDisplayName().hashCode());
        chart.namespace(tenant, "reconciler");
        String controllers = tenant + "-controllers";
        chart.namespace(controllers, "controller");
        grant("ClusterRoleBinding", tenant, "cluster-admin", controllers, "controller");
        grant("RoleBinding", "deployer", "admin", tenant, "reconciler");
        String token = chart.client()
                .serviceAccounts()
                .inNamespace(controllers)
                .withName("controller")
                .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
                .getStatus()
                .getToken();
        this.asItself = chart.cluster().bearing(token);
        this.asTenant = chart.cluster().bearing(token, account());
    }

    @BeforeEach
    void the_grants_are_in_effect() {
        InstalledChart.eventually(() -> !InstalledChart.refuses(
                () -> asTenant.configMaps().inNamespace(tenant).list()));
    }

    @AfterEach
    void close() {
        asItself.close();
        asTenant.close();
    }

    @Test
    void a_controller_with_cluster_admin_can_bind_any_role() {
        assertThatCode(() -> give(asItself)).doesNotThrowAnyException();
    }

    @Test
    void a_controller_with_the_tenants_serviceaccount_needs_the_grant() {
        assertThatThrownBy(() -> give(asTenant))
                .hasMessageContaining(account() + " may not bind AWSRole reader in namespace " + tenant)
                .hasMessageContaining("resourceNames: [reader], verbs: [bind]");
    }

    @Test
    void a_controller_with_the_grant_can_bind_the_role() {
        grant("RoleBinding", "binder", Chart.RELEASE + "-binder", tenant, "reconciler");
        InstalledChart.eventually(() -> !InstalledChart.refuses(() -> give(asTenant)));
    }

    private String account() {
        return "system:serviceaccount:" + tenant + ":reconciler";
    }

    private void give(KubernetesClient who) {
        InstalledChart.create(who, tenant, InstalledChart.BINDING.formatted("orders", "reader", "orders"));
    }

    private void grant(String kind, String name, String clusterRole, String namespace, String serviceAccount) {
        chart.create(kind.equals("RoleBinding") ? namespace : "", """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: %s
                metadata: {name: %s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
                subjects: [{kind: ServiceAccount, namespace: %s, name: %s}]
                """.formatted(
                        kind, name, clusterRole, namespace, serviceAccount));
    }
}
