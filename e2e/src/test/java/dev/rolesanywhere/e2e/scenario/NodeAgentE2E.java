package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The agent of a node as the chart installs it: which pods get credentials from it, and which do not. */
@NeedsCluster
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeAgentE2E {
    private static final String ROLE = "agent-default";
    private static final String OTHER_ROLE = "agent-other";
    private static final String URL = "http://" + NodeAgent.ADDRESS + ":" + NodeAgent.PORT;
    private static final String CREDENTIALS = URL + "/v1/credentials";
    private static final String CLIENT = "client";

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();
    private Workload shop;

    @BeforeAll
    void a_client_that_calls_AWS_every_second() {
        shop = Workload.namespace("agent").bind(ROLE).bind(OTHER_ROLE);
        await("the agent is ready")
                .atMost(Cluster.PATIENCE)
                .until(() -> Objects.equals(agents().require().getStatus().getNumberReady(), 1));
        shop.create(served(shop.pod(
                        CLIENT, container("app", Installation.PYTHON_IMAGE, "0").build()))
                .editMetadata()
                .addToAnnotations(Annotations.ROLE, ROLE)
                .endMetadata());
        try {
            shop.awaitLog(CLIENT, "app", "python arn:aws:sts::111122223333:assumed-role/" + ROLE + "/");
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "init container: " + shop.log(CLIENT, NodeAgent.WAIT_CONTAINER) + "\nagent: "
                            + client.pods()
                                    .inNamespace(Installation.AGENTS)
                                    .withName(agentPod().getMetadata().getName())
                                    .inContainer("agent")
                                    .getLog(),
                    e);
        }
    }

    @Order(1)
    @Test
    void a_pod_with_several_roles_gets_each_of_them_by_its_profile() throws Exception {
        assertThat(ask(CREDENTIALS, ownToken())).startsWith("200 ").contains("AccessKeyId", "Expiration");
        assertThat(ask(CREDENTIALS + "/" + OTHER_ROLE, ownToken())).startsWith("200 ");
        assertThat(ask(CREDENTIALS + "/profile-of-another-pod", ownToken())).startsWith("404 ");
        assertThat(ask(URL + "/../../keys.json", ownToken())).startsWith("404 ");
    }

    @Order(1)
    @Test
    void a_pod_has_no_permanent_container_except_its_own() {
        assertThat(shop.get(CLIENT).getSpec().getContainers())
                .extracting(Container::getName)
                .containsExactly("app");
        assertThat(shop.get(CLIENT).getSpec().getInitContainers())
                .extracting(Container::getName, Container::getRestartPolicy)
                .containsExactly(tuple(NodeAgent.WAIT_CONTAINER, null));
    }

    @Order(1)
    @Test
    void aws_records_the_serviceaccount_and_the_pod_of_a_session() {
        assertThat(installation.emulator().sessionsOf(ROLE)).isNotEmpty().allSatisfy(session -> assertThat(
                        session.path("sourceIdentity").asText())
                .isEqualTo("CN=app@" + shop.namespace()));
        assertThat(installation.emulator().sessionsOf(ROLE))
                .extracting(session -> session.path("leafSerial").asText())
                .isNotEmpty();
    }

    /** A report of the agent becomes an Event of the pod and the binding's status, like a report of a sidecar. */
    @Order(2)
    @Test
    void a_refusal_by_aws_reaches_the_pods_event_and_the_bindings_status() {
        Workload refused = Workload.namespace("agent-refused").bind("agent-refused");
        installation.emulator().createRole("agent-refused", "{\"Version\": \"2012-10-17\", \"Statement\": []}");
        refused.create(served(
                refused.pod("app", container("app", Installation.PYTHON_IMAGE).build())));

        await("an Event of the pod has the reason")
                .atMost(Cluster.PATIENCE)
                .until(() -> client.v1().events().inNamespace(refused.namespace()).list().getItems().stream()
                        .anyMatch(event -> event.getReason().equals("RoleTrustPolicyDenies")
                                && event.getInvolvedObject().getName().equals("app")));
        await("the binding's status says that AWS refuses")
                .atMost(Cluster.PATIENCE)
                .untilAsserted(() -> assertThat(client.resources(AWSRoleBinding.class)
                                .inNamespace(refused.namespace())
                                .withName("agent-refused")
                                .require()
                                .getStatus()
                                .conditions())
                        .anySatisfy(condition -> {
                            assertThat(condition.type()).isEqualTo("PodsServed");
                            assertThat(condition.reason()).isEqualTo("RefusedByAWS");
                        }));
        refused.end();
    }

    /** Nothing listens at the proxy. Go's client sends each request there whose host is not exempt; the webhook adds the agent's address to the list. */
    @Order(1)
    @Test
    void a_client_with_a_proxy_in_its_environment_reaches_the_agent() {
        List<Container> clients = Stream.of(
                        container("python", Installation.PYTHON_IMAGE, "1"),
                        container("java", Installation.JAVA_IMAGE),
                        container("go", Client.GO_IMAGE))
                .map(client -> client.addNewEnv()
                        .withName("HTTP_PROXY")
                        .withValue("http://127.0.0.1:9")
                        .endEnv()
                        .addNewEnv()
                        .withName("NO_PROXY")
                        .withValue("emulator.aws.svc")
                        .endEnv()
                        .build())
                .filter(client -> Images.exist(client.getImage()))
                .toList();
        Images.load(
                installation.cluster(),
                clients.stream()
                        .map(Container::getImage)
                        .filter(image -> !Installation.IMAGES.contains(image))
                        .toList());
        Workload proxied = Workload.namespace("agent-proxied").bind("agent-proxied");
        proxied.create(served(proxied.pod("proxied", clients.toArray(Container[]::new))));

        for (Container client : clients) {
            proxied.awaitLog("proxied", client.getName(), ":assumed-role/agent-proxied/");
        }
        proxied.end();
    }

    @Order(2)
    @Test
    void a_job_completes_whose_init_container_calls_aws_too() {
        Workload job = Workload.namespace("agent-job").bind("agent-job");
        Pod template = served(job.pod(
                                "template",
                                container("app", Installation.JAVA_IMAGE).build())
                        .editSpec()
                        .addToInitContainers(container("migrate", Installation.PYTHON_IMAGE, "1")
                                .build())
                        .endSpec())
                .build();
        client.resource(new JobBuilder()
                        .withNewMetadata()
                        .withName("nightly")
                        .withNamespace(job.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withBackoffLimit(0)
                        .withNewTemplate()
                        .withNewMetadata()
                        .withAnnotations(template.getMetadata().getAnnotations())
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        client.batch()
                .v1()
                .jobs()
                .inNamespace(job.namespace())
                .withName("nightly")
                .waitUntilCondition(
                        done -> done != null
                                && done.getStatus() != null
                                && Integer.valueOf(1).equals(done.getStatus().getSucceeded()),
                        Cluster.PATIENCE.toSeconds(),
                        TimeUnit.SECONDS);
        String pod = client.pods()
                .inNamespace(job.namespace())
                .withLabel("job-name", "nightly")
                .list()
                .getItems()
                .getFirst()
                .getMetadata()
                .getName();
        assertThat(job.log(pod, "migrate")).contains(":assumed-role/agent-job/");
        assertThat(job.log(pod, "app")).contains(":assumed-role/agent-job/");
    }

    @Order(3)
    @Test
    void a_pod_without_a_binding_gets_nothing() throws Exception {
        Workload stranger = Workload.namespace("agent-stranger");
        Pod pod = stranger.create(stranger.pod(
                "app", container("app", Installation.PYTHON_IMAGE, "1").build()));
        await("the pod is on a node")
                .atMost(Cluster.PATIENCE)
                .until(() -> stranger.get("app").getSpec().getNodeName() != null);

        assertThat(ask(CREDENTIALS, token(stranger, pod, NodeAgent.AUDIENCE)))
                .startsWith("503 ")
                .contains("this pod has no default role")
                .doesNotContain("AccessKeyId");
    }

    @Order(4)
    @Test
    void a_token_that_is_not_the_pods_own_token_for_the_agent_is_rejected_with_its_own_message() throws Exception {
        String good = token(shop, shop.get(CLIENT), NodeAgent.AUDIENCE);

        assertThat(ask(CREDENTIALS, good)).startsWith("200 ");
        assertThat(ask(CREDENTIALS, "")).startsWith("401 ").contains("TokenMissing");
        assertThat(ask(CREDENTIALS, token(shop, shop.get(CLIENT), Issuing.AUDIENCE)))
                .startsWith("401 ")
                .contains("the token is not for audience rolesanywhere.dev/node");
        assertThat(ask(CREDENTIALS, token(shop, null, NodeAgent.AUDIENCE)))
                .startsWith("401 ")
                .contains("the token is not bound to a pod");
        assertThat(ask(CREDENTIALS, forged(good)))
                .startsWith("401 ")
                .contains("the token is not signed by the API server of this cluster");
        assertThat(ask(CREDENTIALS, ClusterTokens.expired(good)))
                .startsWith("401 ")
                .contains("the token expired at");
    }

    /** Another signature of the same length. */
    private static String forged(String token) {
        int dot = token.lastIndexOf('.');
        return token.substring(0, dot + 1) + new StringBuilder(token.substring(dot + 1)).reverse();
    }

    /** The token is from another node. An agent serves only the pods of its own node. */
    @Order(5)
    @Test
    void the_token_of_a_pod_that_no_node_runs_is_rejected() throws Exception {
        Pod pod = shop.create(served(shop.pod(
                        "nowhere", container("app", Installation.PYTHON_IMAGE).build()))
                .editSpec()
                .withSchedulerName("nobody")
                .endSpec());

        assertThat(ask(CREDENTIALS, token(shop, pod, NodeAgent.AUDIENCE)))
                .startsWith("401 ")
                .contains("the token has no node name");
    }

    @Order(6)
    @Test
    void the_token_of_a_deleted_pod_gives_no_new_session() throws Exception {
        Workload deleted = Workload.namespace("agent-deleted").bind("agent-deleted");
        Pod pod = deleted.create(served(deleted.pod(
                "app", container("app", Installation.PYTHON_IMAGE, "0").build())));
        deleted.awaitPhase("app", "Running");
        // The agent does not know this pod yet, so it calls the operator.
        String token = ClusterTokens.signedAgain(token(deleted, deleted.get("app"), NodeAgent.AUDIENCE));
        deleted.resource("app").withGracePeriod(0).delete();
        await("the pod is gone")
                .atMost(Cluster.PATIENCE)
                .until(() -> client.resource(pod).get() == null);
        int before = installation.emulator().sessionsOf("agent-deleted").size();
        // The earlier credentials of the deleted pod end with its session or its token.
        ask(CREDENTIALS, token);

        assertThat(installation.emulator().sessionsOf("agent-deleted")).hasSize(before);
    }

    /** The issuing endpoint does not accept a pod's token for the agent from other senders. */
    @Order(7)
    @Test
    void a_pods_token_alone_gets_no_certificate() throws Exception {
        IssuingEndpoint.Answer answer = new IssuingEndpoint()
                .postBody(token(shop, shop.get(CLIENT), NodeAgent.AUDIENCE), "{\"csr\":\"MA==\",\"sidecar\":\"e2e\"}");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.reason()).isEqualTo("NodeAgentRequired");
    }

    static PodBuilder served(PodBuilder pod) {
        return pod.editMetadata()
                .addToAnnotations(Annotations.DELIVERY, "NodeAgent")
                .endMetadata();
    }

    private Resource<DaemonSet> agents() {
        return client.apps().daemonSets().inNamespace(Installation.AGENTS).withName(Installation.AGENTS);
    }

    private Pod agentPod() {
        return client.pods().inNamespace(Installation.AGENTS).list().getItems().getFirst();
    }

    private String ownToken() throws Exception {
        return execute("cat", NodeAgent.TOKEN_DIRECTORY + "/" + NodeAgent.TOKEN_FILE);
    }

    private String token(Workload workload, @Nullable Pod pod, String audience) {
        return IssuingEndpoint.token(client, workload.namespace(), "app", audience, pod);
    }

    /** From inside the client's pod. */
    private String ask(String url, String token) throws Exception {
        return execute("python3", "-c", script(), url, token);
    }

    private static String script() throws Exception {
        try (InputStream in = Objects.requireNonNull(NodeAgentE2E.class.getResourceAsStream("/abuse/ask-agent.py"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String execute(String... command) throws Exception {
        var out = new ByteArrayOutputStream();
        try (ExecWatch watch = shop.resource(CLIENT)
                .inContainer("app")
                .writingOutput(out)
                .writingError(out)
                .exec(command)) {
            watch.exitCode().get(60, TimeUnit.SECONDS);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @AfterAll
    void end() {
        shop.end();
    }
}
