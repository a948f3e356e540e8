package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scale.Usage.Part;
import dev.rolesanywhere.e2e.scenario.Installation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Kills replicas of operator and webhook, and measures how long their replacements take. */
final class Replicas {
    private static final long MILLIS_BETWEEN_LOOKS = 50;

    private final KubernetesClient client;
    private final Processes processes;

    Replicas(KubernetesClient client, Processes processes) {
        this.client = client;
        this.processes = processes;
    }

    /** Like a node that loses power: the process ends immediately and does not release its Lease. */
    void killActiveOperator() {
        delete(
                processes.pods(Part.OPERATOR).stream()
                        .filter(Processes::isActive)
                        .toList(),
                0);
    }

    /** Measures the time from the start of a new webhook's process until the webhook is ready. */
    long webhookStartMillis() throws InterruptedException {
        return successor(Part.WEBHOOK, 0, 1, this::isReady);
    }

    /**
     * Measures the time from the start of an operator's process until the operator is active. Both replicas are
     * replaced at once and release the Lease.
     */
    long operatorStartMillis() throws InterruptedException {
        return successor(Part.OPERATOR, 5, 2, pod -> Processes.isActive(pod) && isReady(pod));
    }

    private long successor(Part part, int gracePeriod, int count, Predicate<Pod> serves) throws InterruptedException {
        List<Pod> before = processes.pods(part);
        Set<String> names =
                before.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
        delete(before.stream().limit(count).toList(), gracePeriod);
        Instant deadline = Instant.now().plus(Cluster.PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            Optional<Usage> found = processes.pods(part).stream()
                    .filter(pod -> !names.contains(pod.getMetadata().getName()))
                    .filter(serves)
                    .findFirst()
                    .flatMap(processes::usage);
            if (found.isPresent()) {
                return found.get().ageMillis();
            }
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
        throw new IllegalStateException("no new " + part + " serves after " + Cluster.PATIENCE);
    }

    private void delete(List<Pod> pods, int gracePeriod) {
        pods.forEach(pod -> client.pods()
                .inNamespace(Installation.NAMESPACE)
                .withName(pod.getMetadata().getName())
                .withGracePeriod(gracePeriod)
                .delete());
    }

    /** The request goes through the API server. */
    private boolean isReady(Pod pod) {
        String path = "/api/v1/namespaces/" + Installation.NAMESPACE + "/pods/"
                + pod.getMetadata().getName() + ":8080/proxy/q/health/ready";
        try {
            return client.raw(path) != null;
        } catch (KubernetesClientException e) {
            return false; // not ready yet
        }
    }

    /** Waits until both replicas of operator and webhook are ready. */
    void awaitAll() {
        List.of(Installation.NAME, Installation.WEBHOOK).forEach(name -> client.apps()
                .deployments()
                .inNamespace(Installation.NAMESPACE)
                .withName(name)
                .waitUntilReady(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
}
