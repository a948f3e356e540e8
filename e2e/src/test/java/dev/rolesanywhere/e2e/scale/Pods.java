package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.crds.contract.Sidecar;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pods on {@link Nodes}, injected by the webhook like any other. This class writes the status that a kubelet would
 * report: the sidecar and the container are running.
 */
final class Pods {
    private static final int ATTEMPTS = 60;
    private static final long SECOND = 1_000;

    private final KubernetesClient client;
    private final Sizes sizes;
    private final Load load;
    private final Nodes nodes;
    private final Workers workers;
    private final AtomicInteger notInjected = new AtomicInteger();
    private final AtomicInteger rejected = new AtomicInteger();

    Pods(KubernetesClient client, Sizes sizes, Load load, Nodes nodes) {
        this.client = client;
        this.sizes = sizes;
        this.load = load;
        this.nodes = nodes;
        this.workers = new Workers(sizes.clients());
    }

    /** Returns the number of pods per second that were created and marked as running. */
    double run() throws Exception {
        return workers.each(0, sizes.pods(), Workers.AS_FAST_AS_POSSIBLE, this::run);
    }

    /** The number of pods that were admitted without the sidecar. */
    int notInjected() {
        return notInjected.get();
    }

    /** Creations that the guards rejected, and that were repeated. */
    int rejected() {
        return rejected.get();
    }

    Pod get(int number) {
        return client.pods()
                .inNamespace(namespace(number))
                .withName(name(number))
                .require();
    }

    String account(int pod) {
        return load.account(pod % sizes.bindings());
    }

    String namespace(int pod) {
        return load.namespace(pod % sizes.bindings());
    }

    private static String name(int pod) {
        return "pod-" + pod;
    }

    private void run(int number) {
        Pod created = create(number);
        boolean injected = created.getSpec().getInitContainers().stream()
                .anyMatch(container -> container.getName().equals(Sidecar.CONTAINER));
        if (!injected) {
            notInjected.incrementAndGet();
        }
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        client.resource(new PodBuilder(created)
                        .withNewStatus()
                        .withPhase("Running")
                        .withStartTime(now)
                        .withInitContainerStatuses(running(Sidecar.CONTAINER, now))
                        .withContainerStatuses(running("app", now))
                        .endStatus()
                        .build())
                .updateStatus();
    }

    /** A rejected pod is created again, as a controller does: the guards reject pods while the webhook does not answer in time. */
    private Pod create(int number) {
        for (int attempt = 1; ; attempt++) {
            try {
                return client.resource(pod(number)).create();
            } catch (KubernetesClientException e) {
                if (attempt == ATTEMPTS || e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                    throw e;
                }
                rejected.incrementAndGet();
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(SECOND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ContainerStatus running(String container, String since) {
        return new ContainerStatusBuilder()
                .withName(container)
                .withImage("none")
                .withImageID("none")
                .withReady(true)
                .withStarted(true)
                .withRestartCount(0)
                .withNewState()
                .withNewRunning(since)
                .endState()
                .build();
    }

    private Pod pod(int number) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name(number))
                .withNamespace(namespace(number))
                .addToLabels("app", account(number))
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(account(number))
                .withNodeName(nodes.name(number))
                .addNewContainer()
                .withName("app")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
    }
}
