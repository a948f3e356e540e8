package dev.rolesanywhere.e2e.abuse;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * An attacker has the certificate of a node's kubelet. Kubernetes decides about its rights, with the node authorizer
 * and NodeRestriction.
 */
@NeedsCluster
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StolenNodeE2E {
    private static final String NAMESPACE = "stolen-node";
    private static final String AUTHORITY = "awsta-default-ca";

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();
    private final KubernetesClient kubelet = installation.cluster().kubelet();
    private Workload shop;
    private IssuingEndpoint endpoint;
    private Pod here;

    @BeforeAll
    void a_bound_pod_runs_on_the_node() throws Exception {
        shop = Workload.namespace(NAMESPACE).bind(NAMESPACE);
        client.resource("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: absent, namespace: stolen-node}
                """).create();
        endpoint = new IssuingEndpoint();
        here = shop.create(shop.pod(
                "here", container("app", Installation.PYTHON_IMAGE, "0").build()));
        shop.awaitLog("here", "app", "assumed-role/" + NAMESPACE + "/");
    }

    @AfterAll
    void close() {
        shop.end();
        kubelet.close();
    }

    /** This cannot be rejected: for the API server it is the kubelet that fills the pod's volume. */
    @Test
    void a_stolen_node_can_act_as_a_pod_on_it() throws Exception {
        var answer = endpoint.post(token("app", here), KeyHolder.fresh().csr());
        assertThat(Account.leaf(answer, NAMESPACE)).isPresent();
    }

    @Test
    void a_stolen_node_gets_no_token_of_a_pod_on_another_node() {
        Pod elsewhere = Account.in(endpoint, NAMESPACE, "app", "elsewhere").pod();
        assertThatThrownBy(() -> token("app", elsewhere))
                .hasMessageContaining("node requested token bound to a pod scheduled on a different node");
    }

    @Test
    void a_stolen_node_gets_no_token_of_a_serviceaccount_without_a_pod_on_it() {
        Pod elsewhere = Account.in(endpoint, NAMESPACE, "absent", "absent").pod();
        assertThatThrownBy(() -> token("absent", elsewhere)).hasMessageContaining("no relationship found");
    }

    @Test
    void a_stolen_node_gets_no_token_without_a_pod() {
        assertThatThrownBy(() -> IssuingEndpoint.token(kubelet, NAMESPACE, "app", Issuing.AUDIENCE, null))
                .hasMessageContaining("node requested token not bound to a pod");
    }

    @Test
    void a_stolen_node_cannot_create_a_pod_with_a_serviceaccount() {
        String node = shop.get("here").getSpec().getNodeName();
        var pod = shop.pod(
                        "planted", container("app", Installation.PYTHON_IMAGE).build())
                .editSpec()
                .withNodeName(node)
                .endSpec();
        assertThatThrownBy(() -> kubelet.resource(pod.build()).create())
                .hasMessageContaining("can only create mirror pods");
        pod.editMetadata()
                .addToAnnotations("kubernetes.io/config.mirror", "planted")
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(node)
                .withUid(client.nodes().withName(node).require().getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata();
        assertThatThrownBy(() -> kubelet.resource(pod.build()).create())
                .hasMessageMatching(
                        "(?s).*mirror pod may not reference service account.*|.*can not create pods that reference a"
                                + " service account.*");
    }

    @Test
    void a_stolen_node_cannot_read_the_ca_key_itself() {
        assertThatThrownBy(() -> kubelet.secrets()
                        .inNamespace(Installation.NAMESPACE)
                        .withName(AUTHORITY)
                        .get())
                .hasMessageContaining("no relationship found");
    }

    /** This is why the operator belongs on nodes without other users' pods. */
    @Test
    void a_stolen_node_with_the_operator_can_read_the_ca_key_as_the_operator() {
        Pod operator = client.pods()
                .inNamespace(Installation.NAMESPACE)
                .withLabel(Issuing.ACTIVE_LABEL, "true")
                .list()
                .getItems()
                .getFirst();
        String token = kubelet.serviceAccounts()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.NAME)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withNewBoundObjectRef()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(operator.getMetadata().getName())
                        .withUid(operator.getMetadata().getUid())
                        .endBoundObjectRef()
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        try (KubernetesClient asOperator = installation.cluster().bearing(token)) {
            assertThat(asOperator
                            .secrets()
                            .inNamespace(Installation.NAMESPACE)
                            .withName(AUTHORITY)
                            .get())
                    .isNotNull();
        }
    }

    private String token(String serviceAccount, Pod pod) {
        return IssuingEndpoint.token(kubelet, NAMESPACE, serviceAccount, Issuing.AUDIENCE, pod);
    }
}
