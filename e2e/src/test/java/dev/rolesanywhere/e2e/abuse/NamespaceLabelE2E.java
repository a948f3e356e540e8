package dev.rolesanywhere.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint;
import dev.rolesanywhere.e2e.scenario.Manifests;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Users who may label namespaces decide where {@code allowedNamespaces.selector} allows a role; users who may only bind
 * do not.
 */
@NeedsCluster
@InTurn
class NamespaceLabelE2E {
    private static final String ROLE = "production-only";

    private final KubernetesClient client = Installation.get().client();
    private IssuingEndpoint endpoint;

    @BeforeEach
    void a_role_for_labelled_namespaces() throws Exception {
        Manifests.apply(
                client,
                "role-in-namespaces.yaml",
                "ROLE",
                ROLE,
                "ALLOWED",
                "{selector: {matchLabels: {stage: production}}}",
                "SCOPE",
                "Role");
        endpoint = new IssuingEndpoint();
    }

    @Test
    void a_namespace_gets_leaves_only_while_its_labels_match() throws Exception {
        Account account = bound("labelled");
        label("labelled", "production");
        awaitLeaf(account);
        label("labelled", "test");
        awaitRefusal(account);
        label("labelled", "production");
        awaitLeaf(account);
    }

    /** Like GitOps that applies everything as cluster-admin. */
    @Test
    void a_binding_of_cluster_admin_outside_the_allowed_namespaces_has_no_effect() throws Exception {
        awaitRefusal(bound("unlabelled"));
    }

    private Account bound(String namespace) {
        Workload.namespace(namespace);
        Manifests.apply(client, "binding-of.yaml", "ROLE", ROLE, "NAMESPACE", namespace, "SERVICEACCOUNT", "app");
        return Account.in(endpoint, namespace, "app", "pod");
    }

    private void label(String namespace, String stage) {
        client.namespaces().withName(namespace).edit(found -> {
            found.getMetadata().getLabels().put("stage", stage);
            return found;
        });
    }

    private static void awaitLeaf(Account account) {
        await().atMost(Cluster.PATIENCE)
                .untilAsserted(() -> assertThat(Account.leaf(account.ask(KeyHolder.fresh()), ROLE))
                        .isPresent());
    }

    private static void awaitRefusal(Account account) {
        await().atMost(Cluster.PATIENCE).untilAsserted(() -> {
            var answer = account.ask(KeyHolder.fresh());
            assertThat(Account.leaf(answer, ROLE)).isEmpty();
            assertThat(Account.refusal(answer, ROLE)).isEqualTo("NamespaceNotAllowed");
        });
    }
}
