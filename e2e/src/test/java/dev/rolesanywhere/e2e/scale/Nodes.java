package dev.rolesanywhere.e2e.scale;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Simulated nodes without a machine. Leases and heartbeats keep the nodes ready, because otherwise Kubernetes would
 * remove their pods. A taint prevents other pods on these nodes: pods of DaemonSets, and pods that do not name such a
 * node.
 */
final class Nodes implements AutoCloseable {
    private static final String LEASES = "kube-node-lease";
    private static final String TAINT = "rolesanywhere.dev/benchmark";
    private static final int SECONDS_BETWEEN_LEASES = 10;
    private static final int SECONDS_BETWEEN_HEART_BEATS = 60;
    private static final String MOST_PODS = "10000";

    private final KubernetesClient client;
    private final int count;
    private final ScheduledExecutorService beating = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("nodes-", 0).factory());

    Nodes(KubernetesClient client, int count) {
        this.client = client;
        this.count = count;
    }

    /** The name of the node for the pod with this number. */
    String name(int pod) {
        return "scale-node-" + pod % count;
    }

    void begin() {
        IntStream.range(0, count).forEach(this::create);
        beating.scheduleAtFixedRate(() -> all(this::lease), 0, SECONDS_BETWEEN_LEASES, TimeUnit.SECONDS);
        beating.scheduleAtFixedRate(() -> all(this::beat), 0, SECONDS_BETWEEN_HEART_BEATS, TimeUnit.SECONDS);
    }

    private void create(int number) {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name(number))
                        .withLabels(Map.of("kubernetes.io/hostname", name(number)))
                        .endMetadata()
                        .withNewSpec()
                        .addNewTaint("NoSchedule", TAINT, null, "true")
                        .endSpec()
                        .build())
                .create();
    }

    private void all(NodeWork work) {
        for (int number = 0; number < count; number++) {
            try {
                work.on(number);
            } catch (KubernetesClientException e) {
                System.out.printf("node %s: %s%n", name(number), e.getMessage());
            }
        }
    }

    private void beat(int number) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        client.nodes().withName(name(number)).editStatus(node -> new NodeBuilder(node)
                .editOrNewStatus()
                .withCapacity(Map.of("pods", new Quantity(MOST_PODS)))
                .withAllocatable(Map.of("pods", new Quantity(MOST_PODS)))
                .withConditions(new NodeConditionBuilder()
                        .withType("Ready")
                        .withStatus("True")
                        .withReason("Benchmark")
                        .withMessage("no machine stands behind this node")
                        .withLastHeartbeatTime(now)
                        .withLastTransitionTime(now)
                        .build())
                .endStatus()
                .build());
    }

    private void lease(int number) {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName(name(number))
                        .withNamespace(LEASES)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(name(number))
                        .withLeaseDurationSeconds(4 * SECONDS_BETWEEN_LEASES)
                        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                        .endSpec()
                        .build())
                .forceConflicts()
                .serverSideApply();
    }

    @Override
    public void close() {
        beating.shutdownNow();
    }

    private interface NodeWork {
        void on(int number);
    }
}
