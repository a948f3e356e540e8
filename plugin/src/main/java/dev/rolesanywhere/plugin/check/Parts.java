package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the installed components run and have ready endpoints. */
final class Parts {
    private static final String POD_CERTIFICATES = "ROLESANYWHERE_POD_CERTIFICATES_ENABLED";

    private Parts() {}

    static Fact deployment(String name, Optional<Deployment> found) {
        if (found.isEmpty()) {
            return Fact.bad(
                    name, "the Deployment does not exist", "Install the chart again.", Pages.of("operations.md"));
        }
        int wanted = found.get().getSpec().getReplicas() == null
                ? 1
                : found.get().getSpec().getReplicas();
        Integer available =
                found.get().getStatus() == null ? null : found.get().getStatus().getAvailableReplicas();
        int running = available == null ? 0 : available;
        String finding = "%d of %d pods available".formatted(running, wanted);
        return running > 0
                ? Fact.good(name, finding)
                : Fact.bad(
                        name,
                        finding,
                        "kubectl describe pods -n %s -l app.kubernetes.io/part-of=roles-anywhere-operator"
                                .formatted(found.get().getMetadata().getNamespace()),
                        Pages.of("operations.md"));
    }

    /** The agents of nodes. Pods of a node without a ready agent get no new sessions. */
    static Fact agents(DaemonSet agents) {
        String namespace = agents.getMetadata().getNamespace();
        String name =
                "DaemonSet %s/%s".formatted(namespace, agents.getMetadata().getName());
        DaemonSetStatus status = Objects.requireNonNullElseGet(agents.getStatus(), DaemonSetStatus::new);
        int desired = Objects.requireNonNullElse(status.getDesiredNumberScheduled(), 0);
        int ready = Objects.requireNonNullElse(status.getNumberReady(), 0);
        String finding = "%d of %d nodes have a ready agent".formatted(ready, desired);
        return ready >= desired
                ? Fact.good(name, finding)
                : Fact.bad(
                        name,
                        finding,
                        "kubectl get pods -n %s -o wide shows the nodes.".formatted(namespace),
                        Pages.reason("NodeAgentUnreachable"));
    }

    /** Whether the operator of this Deployment should answer PodCertificateRequests. */
    static boolean signsPodCertificates(Deployment operator) {
        return operator.getSpec().getTemplate().getSpec().getContainers().stream()
                .flatMap(container -> container.getEnv().stream())
                .anyMatch(
                        variable -> POD_CERTIFICATES.equals(variable.getName()) && "true".equals(variable.getValue()));
    }

    /** @param todo if no endpoint is ready */
    static Fact endpoints(String name, List<EndpointSlice> slices, String todo, String link) {
        long ready = slices.stream()
                .flatMap(slice -> Stream.ofNullable(slice.getEndpoints()).flatMap(List::stream))
                .filter(endpoint -> endpoint.getConditions() == null
                        || !Boolean.FALSE.equals(endpoint.getConditions().getReady()))
                .count();
        return ready > 0
                ? Fact.good(name, "%d ready %s".formatted(ready, ready == 1 ? "endpoint" : "endpoints"))
                : Fact.bad(name, "no ready endpoint", todo, link);
    }
}
