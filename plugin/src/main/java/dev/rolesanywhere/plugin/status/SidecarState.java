package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import dev.rolesanywhere.plugin.workload.CredentialSource;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.util.Objects;
import java.util.Optional;

/** Whether the pod has the sidecar or its node's agent serves it, and the state of our container. */
final class SidecarState {
    private static final String WAIT =
            "Retry in a moment. If the container still has not started, the other facts about the pod show what prevents the start.";
    private static final String INJECTED = "injected";
    private static final String NAME = "sidecar " + Sidecar.CONTAINER;

    private SidecarState() {}

    static Fact injected(PodView view) {
        if (view.isInjected()) {
            return Fact.good(
                    INJECTED,
                    "by version "
                            + PodView.annotations(view.pod()).getOrDefault(Annotations.INJECTED, "unknown")
                            + ", injected at the pod's creation"
                            + (view.source().isNodeAgent() ? "; the agent of its node serves it" : ""));
        }
        if ("false".equals(view.setting(Annotations.INJECT))) {
            return Fact.unknown(
                    INJECTED,
                    "no: the pod or its ServiceAccount is annotated " + Annotations.INJECT + ": \"false\"",
                    "If the pod needs credentials, remove the annotation and recreate the pod.");
        }
        if (view.isExcluded()) {
            return Fact.bad(
                    INJECTED,
                    "no: this installation excludes namespace " + view.namespace(),
                    "Move the workload to another namespace, or remove the namespace from the chart's excluded namespaces.",
                    Pages.reason("NamespaceExcluded"));
        }
        return view.given().isEmpty()
                ? Fact.unknown(
                        INJECTED, "no: no AWSRoleBinding names its ServiceAccount", "See the line about bindings.")
                : Fact.bad(
                        INJECTED,
                        "no: the pod was created before the binding, or the webhook was unavailable",
                        "Recreate the pod, for example with 'kubectl rollout restart' of its workload. If the next pod is not injected"
                                + " either, run 'kubectl rolesanywhere check'.",
                        Pages.reason("PodsWithoutSidecar"));
    }

    static Optional<Fact> running(PodView view) {
        return switch (view.source()) {
            case NOTHING -> Optional.empty();
            case SIDECAR -> Optional.of(ours(view, NAME));
            case AWAITED_NODE_AGENT -> Optional.of(ours(view, "container " + NodeAgent.WAIT_CONTAINER));
            case NODE_AGENT ->
                Optional.of(Fact.good(
                        "agent of the node", "serves the pod from its first request on: the pod does not wait"));
        };
    }

    private static Fact ours(PodView view, String name) {
        return view.ours()
                .map(status -> of(view, name, status))
                .orElseGet(() -> Fact.unknown(name, "has not started yet", WAIT));
    }

    private static Fact of(PodView view, String name, ContainerStatus status) {
        ContainerState state = Objects.requireNonNullElseGet(status.getState(), ContainerState::new);
        String restarts = ContainerTrouble.restarts(status);
        if (view.isServed()) {
            return Fact.good(
                    name,
                    view.source() == CredentialSource.SIDECAR
                            ? "runs and has had credentials" + restarts
                            : "has ended: the agent of the node had the first credentials");
        }
        if (state.getRunning() != null) {
            return Fact.bad(
                    name,
                    "runs but has no credentials yet" + restarts,
                    "Its log has the reason in context.reason: kubectl logs %s -n %s -c %s"
                            .formatted(
                                    view.name(), view.namespace(), view.source().container()),
                    Pages.of("troubleshooting.md#my-pod-hangs"));
        }
        return ContainerTrouble.of(view.pod(), status)
                .map(trouble -> trouble.about(name))
                .orElseGet(() -> Fact.unknown(name, "has not started yet", WAIT));
    }
}
