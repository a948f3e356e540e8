package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Alone;
import dev.rolesanywhere.e2e.cluster.Cluster;
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
 * Clients with boto3 call AWS every second while the agent of their node rolls or dies, and end at their first failed call. boto3 requests new credentials at
 * each call during the last 15 minutes of a session, and fails without them during the last 10. So the client with the short session needs the agent at each
 * call. The other client sends a request to the agent at each call, and uses its valid credentials if the agent does not answer.
 */
@NeedsCluster
@Alone("rolls and kills the agent of the node, which serves the pods of other classes too")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeAgentRestartsE2E {
    private static final String CLIENT = "client";

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();
    private Workload needsTheAgent;
    private Workload hasCredentials;

    @BeforeAll
    void clients_that_call_aws_every_second() {
        awaitOneReadyAgent();
        needsTheAgent = client("agent-rollout", Duration.ofMinutes(3));
        hasCredentials = client("agent-kill", Duration.ofMinutes(14));
    }

    private Workload client(String role, Duration session) {
        Workload workload = Workload.namespace(role).bind(role);
        installation.emulator().shortenSessions(role, session);
        workload.create(NodeAgentE2E.served(workload.pod(
                CLIENT, container("app", Installation.PYTHON_IMAGE, "0").build())));
        workload.awaitLog(CLIENT, "app", "python arn:aws:sts::111122223333:assumed-role/" + role + "/");
        return workload;
    }

    @Order(1)
    @Test
    void a_client_notices_no_rollout_of_the_agents() {
        long calls = calls(needsTheAgent);
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

        awaitCalls(needsTheAgent, calls + 5);
        needsTheAgent.end();
    }

    @Order(2)
    @Test
    void a_client_with_credentials_notices_no_killed_agent_and_a_new_pod_is_served_afterwards() {
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
                .atMost(Cluster.PATIENCE)
                .until(() -> started(client.resource(agent).get()).getRestartCount() == before + 1);

        awaitCalls(hasCredentials, calls(hasCredentials) + 5);
        hasCredentials.create(NodeAgentE2E.served(hasCredentials.pod(
                "after", container("app", Installation.PYTHON_IMAGE, "1").build())));
        hasCredentials.awaitPhase("after", "Succeeded");
    }

    private void awaitOneReadyAgent() {
        await("the DaemonSet has one pod, and it is ready")
                .atMost(Cluster.PATIENCE)
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

    private static long calls(Workload workload) {
        return workload.log(CLIENT, "app").lines().count();
    }

    private static void awaitCalls(Workload workload, long calls) {
        await("the number of calls to AWS is " + calls)
                .atMost(Cluster.PATIENCE)
                .until(() -> calls(workload) >= calls || !isRunning(workload));
        assertThat(isRunning(workload)).as(() -> workload.log(CLIENT, "app")).isTrue();
    }

    private static boolean isRunning(Workload workload) {
        return workload.get(CLIENT).getStatus().getPhase().equals("Running");
    }

    @AfterAll
    void end() {
        needsTheAgent.end();
        hasCredentials.end();
    }
}
