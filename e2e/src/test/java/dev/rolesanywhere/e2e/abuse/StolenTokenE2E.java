package dev.rolesanywhere.e2e.abuse;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.e2e.cluster.Beside;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint.Answer;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An attacker has a pod's token for the issuer and uses it from another place, with another key. */
@NeedsCluster
@Beside
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StolenTokenE2E {
    private static final String NAMESPACE = "stolen";

    private final KubernetesClient client = Installation.get().client();
    private final KeyHolder thief = KeyHolder.fresh();
    private IssuingEndpoint endpoint;

    @BeforeAll
    void a_bound_service_account() throws Exception {
        Workload.namespace(NAMESPACE).bind(NAMESPACE);
        endpoint = new IssuingEndpoint();
    }

    /** This cannot be rejected: a bearer token is valid for every sender. */
    @Test
    void a_stolen_token_gives_only_the_pods_roles_while_the_pod_runs() throws Exception {
        Account pod = Account.in(endpoint, NAMESPACE, "app", "alive");
        Answer answer = endpoint.post(pod.token(), thief.csr());
        assertThat(answer.body().path("roles").findValuesAsText("name")).containsExactly(NAMESPACE);
        assertThat(Account.leaf(answer, NAMESPACE)
                        .orElseThrow()
                        .getSubjectX500Principal()
                        .getName())
                .contains("CN=app@" + NAMESPACE);
    }

    @Test
    void a_key_of_another_process_causes_an_event_on_the_pod() throws Exception {
        Workload shop = Workload.namespace(NAMESPACE);
        Pod pod = shop.create(shop.pod(
                "robbed", container("app", Installation.PYTHON_IMAGE, "0").build()));
        shop.awaitLog("robbed", "app", "assumed-role/" + NAMESPACE + "/");
        endpoint.post(endpoint.token(NAMESPACE, "app", Issuing.AUDIENCE, pod), thief.csr());
        await().atMost(Cluster.PATIENCE)
                .until(() -> client.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                        .anyMatch(event -> event.getReason().equals("MoreKeysThanRestarts")
                                && event.getInvolvedObject().getName().equals("robbed")));
        shop.resource("robbed").withGracePeriod(0).delete();
    }

    @Test
    void a_stolen_token_of_a_finished_pod_is_rejected() throws Exception {
        Account pod = Account.in(endpoint, NAMESPACE, "app", "finished");
        String token = pod.token();
        client.resource(pod.pod()).editStatus(running -> {
            running.getStatus().setPhase("Succeeded");
            return running;
        });
        Answer answer = endpoint.post(token, thief.csr());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.reason()).isEqualTo("PodFinished");
    }

    @Test
    void a_stolen_token_is_invalid_for_another_pod_of_the_same_name() throws Exception {
        Account first = Account.in(endpoint, NAMESPACE, "app", "replaced");
        String token = first.token();
        client.resource(first.pod()).withGracePeriod(0).delete();
        await().atMost(Cluster.PATIENCE)
                .until(() -> client.resource(first.pod()).get() == null);
        Account.in(endpoint, NAMESPACE, "app", "replaced");
        refused(token);
    }

    @Test
    void a_stolen_token_of_a_deleted_serviceaccount_is_rejected() throws Exception {
        String namespace = "stolen-account";
        Workload.namespace(namespace).bind(namespace);
        String token = Account.in(endpoint, namespace, "app", "pod").token();
        client.serviceAccounts().inNamespace(namespace).withName("app").delete();
        Workload.namespace(namespace);
        refused(token);
    }

    @Test
    void a_stolen_token_is_rejected_by_the_api_server() throws Exception {
        String token = Account.in(endpoint, NAMESPACE, "app", "api").token();
        var config = new io.fabric8.kubernetes.client.ConfigBuilder()
                .withMasterUrl(client.getMasterUrl().toString())
                .withTrustCerts(true)
                .withOauthToken(token)
                .withAutoConfigure(false)
                .build();
        try (var withIt = new io.fabric8.kubernetes.client.KubernetesClientBuilder()
                .withConfig(config)
                .build()) {
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                    io.fabric8.kubernetes.client.KubernetesClientException.class,
                                    () -> withIt.pods().inNamespace(NAMESPACE).list())
                            .getCode())
                    .isEqualTo(401);
        }
    }

    /** The API server's authenticator caches a token for some seconds; our own check of the live pod does not. */
    private void refused(String token) {
        await().atMost(Cluster.PATIENCE).untilAsserted(() -> {
            Answer answer = endpoint.post(token, thief.csr());
            assertThat(answer.status()).isIn(401, 403);
            assertThat(answer.reason())
                    .isIn("TokenNotAuthenticated", "PodNotFound", "PodReplaced", "ServiceAccountReplaced");
        });
    }
}
