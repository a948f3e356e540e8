package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Whether the pod has the sidecar, and what the kubelet says of it. */
final class SidecarState {
    private static final String INJECTED = "injected";
    private static final String NAME = "sidecar " + Sidecar.CONTAINER;
    private static final Set<String> ON_ITS_WAY = Set.of("PodInitializing", "ContainerCreating");

    private SidecarState() {}

    static Fact injected(PodView view) {
        if (view.isInjected()) {
            return Fact.good(
                    INJECTED,
                    "by version "
                            + PodView.annotations(view.pod()).getOrDefault(Annotations.INJECTED, "unknown")
                            + ", at the pod's creation");
        }
        if ("false".equals(view.setting(Annotations.INJECT))) {
            return Fact.unknown(
                    INJECTED,
                    "no: the pod or its ServiceAccount is annotated " + Annotations.INJECT + ": \"false\"",
                    "Remove the annotation if the pod should get credentials, and make the pod again.");
        }
        return view.given().isEmpty()
                ? Fact.unknown(INJECTED, "no: nothing is bound to its ServiceAccount", "See the line about bindings.")
                : Fact.bad(
                        INJECTED,
                        "no: the pod is older than the binding, or the webhook was away",
                        "Make the pod again: 'kubectl rollout restart' of what made it. If the next one has no sidecar"
                                + " either: kubectl rolesanywhere check",
                        Pages.reason("PodsWithoutSidecar"));
    }

    static Optional<Fact> running(PodView view) {
        return view.isInjected()
                ? Optional.of(view.sidecar()
                        .map(status -> of(view, status))
                        .orElseGet(() -> Fact.unknown(
                                NAME,
                                "the kubelet has not reported it yet",
                                "If it stays so, no node takes the pod: kubectl describe pod %s -n %s"
                                        .formatted(view.name(), view.namespace()))))
                : Optional.empty();
    }

    private static Fact of(PodView view, ContainerStatus status) {
        String restarts = status.getRestartCount() == null || status.getRestartCount() == 0
                ? ""
                : ", %d restarts".formatted(status.getRestartCount());
        ContainerState state = Objects.requireNonNullElseGet(status.getState(), ContainerState::new);
        String log = "kubectl logs %s -n %s -c %s".formatted(view.name(), view.namespace(), Sidecar.CONTAINER);
        if (state.getRunning() != null) {
            return Boolean.TRUE.equals(status.getStarted())
                    ? Fact.good(NAME, "has had credentials since its start" + restarts)
                    : Fact.bad(
                            NAME,
                            "runs and has no credentials yet" + restarts,
                            "Its log names the reason in context.reason: " + log,
                            Pages.of("troubleshooting.md#my-pod-hangs"));
        }
        if (state.getTerminated() != null) {
            return Fact.bad(
                    NAME,
                    "has ended (%s)%s".formatted(state.getTerminated().getReason(), restarts),
                    "Its log says why: " + log + " --previous",
                    Pages.of("troubleshooting.md#my-pod-hangs"));
        }
        String waiting = state.getWaiting() == null ? "" : state.getWaiting().getReason();
        String message = state.getWaiting() == null ? null : state.getWaiting().getMessage();
        return ON_ITS_WAY.contains(Objects.requireNonNullElse(waiting, ""))
                ? Fact.unknown(NAME, waiting + restarts, "Look again in a moment.")
                : Fact.bad(
                        NAME,
                        "%s%s%s".formatted(waiting, message == null ? "" : ": " + message, restarts),
                        todo(Objects.requireNonNullElse(waiting, ""), log),
                        Pages.of("troubleshooting.md#my-pod-hangs"));
    }

    private static String todo(String waiting, String log) {
        return waiting.contains("Image")
                ? "The node cannot pull the sidecar's image: check the chart's image.registry, and a pull secret of"
                        + " the pod's namespace."
                : waiting.contains("CrashLoop")
                        ? "Its log says why: " + log + " --previous"
                        : "kubectl describe pod says more about it.";
    }
}
