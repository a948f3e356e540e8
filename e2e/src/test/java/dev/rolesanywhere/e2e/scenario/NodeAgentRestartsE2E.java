package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Alone;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A client with boto3 calls AWS every second while the agent of its node rolls or dies, and ends at its first failed call. boto3 requests new credentials at
 * each call during the last 15 minutes of a session, and fails without them during the last 10 only: in between, each call reaches the agent, and the credentials
 * that the client holds are good.
 */
@NeedsCluster
@Alone("rolls and kills the agent of the node, which serves the pods of other classes too")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeAgentRestartsE2E {
    private static final String ROLE = "agent-restarts";
    private static final String CLIENT = "client";
    private static final Duration SESSION = Duration.ofMinutes(14);

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();
    private Workload shop;

    @BeforeAll
    void a_client_that_calls_aws_every_second() {
        shop = Workload.namespace(ROLE).bind(ROLE);
        installation.emulator().shortenSessions(ROLE, SESSION);
        awaitOneReadyAgent();
        shop.create(NodeAgentE2E.served(shop.pod(
                CLIENT, container("app", Installation.PYTHON_IMAGE, "0").build())));
        shop.awaitLog(CLIENT, "app", "python arn:aws:sts::111122223333:assumed-role/" + ROLE + "/");
    }

    @Order(1)
    @Test
    void a_client_notices_no_rollout_of_the_agents() {
        long calls = calls();
        agents().edit(set -> new DaemonSetBuilder(set)
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations("rolled", Instant.now().toString())
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build());
        awaitOneReadyAgent();

        awaitCalls(calls + 5);
    }

    @Order(2)
    @Test
    void a_client_notices_no_agent_that_was_killed() {
        Pod agent = agentPods().getFirst();
        int before = started(agent).getRestartCount();
        installation
                .cluster()
                .run(
                        "ctr",
                        "tasks",
                        "kill",
                        "--signal",
                        "SIGKILL",
                        started(agent).getContainerID().replace("containerd://", ""));
        await("the agent was started again")
                .atMost(Workload.PATIENCE)
                .until(() -> started(client.resource(agent).get()).getRestartCount() == before + 1);

        awaitCalls(calls() + 5);
    }

    private void awaitOneReadyAgent() {
        await("the DaemonSet has one pod, and it is ready")
                .atMost(Workload.PATIENCE)
                .until(() -> {
                    DaemonSet set = agents().require();
                    return Objects.equals(
                                    set.getStatus().getObservedGeneration(),
                                    set.getMetadata().getGeneration())
                            && Objects.equals(set.getStatus().getUpdatedNumberScheduled(), 1)
                            && Objects.equals(set.getStatus().getNumberAvailable(), 1)
                            && agentPods().size() == 1;
                });
    }

    private Resource<DaemonSet> agents() {
        return client.apps().daemonSets().inNamespace(Installation.AGENTS).withName(Installation.AGENTS);
    }

    private List<Pod> agentPods() {
        return client.pods().inNamespace(Installation.AGENTS).list().getItems();
    }

    private static ContainerStatus started(Pod agent) {
        return agent.getStatus().getContainerStatuses().getFirst();
    }

    private long calls() {
        return shop.log(CLIENT, "app").lines().count();
    }

    private void awaitCalls(long calls) {
        await("the client has called AWS so often: " + calls)
                .atMost(Workload.PATIENCE)
                .until(() -> calls() >= calls || !isRunning());
        assertThat(isRunning()).as(() -> shop.log(CLIENT, "app")).isTrue();
    }

    private boolean isRunning() {
        return shop.get(CLIENT).getStatus().getPhase().equals("Running");
    }

    @AfterAll
    void end() {
        shop.end();
    }
}
