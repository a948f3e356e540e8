package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.util.Objects;
import java.util.Optional;

/** Whether the pod has the sidecar, and the sidecar's state. */
final class SidecarState {
    private static final String INJECTED = "injected";
    private static final String NAME = "sidecar " + Sidecar.CONTAINER;

    private SidecarState() {}

    static Fact injected(PodView view) {
        if (view.isInjected()) {
            return Fact.good(
                    INJECTED,
                    "by version "
                            + PodView.annotations(view.pod()).getOrDefault(Annotations.INJECTED, "unknown")
                            + ", injected at the pod's creation");
        }
        if ("false".equals(view.setting(Annotations.INJECT))) {
            return Fact.unknown(
                    INJECTED,
                    "no: the pod or its ServiceAccount is annotated " + Annotations.INJECT + ": \"false\"",
                    "If the pod needs credentials, remove the annotation and recreate the pod.");
        }
        return view.given().isEmpty()
                ? Fact.unknown(
                        INJECTED, "no: no AWSRoleBinding names its ServiceAccount", "See the line about bindings.")
                : Fact.bad(
                        INJECTED,
                        "no: the pod was created before the binding, or the webhook was unavailable",
                        "Recreate the pod, for example with 'kubectl rollout restart' of its workload. If the next pod has no sidecar"
                                + " either, run: kubectl rolesanywhere check",
                        Pages.reason("PodsWithoutSidecar"));
    }

    static Optional<Fact> running(PodView view) {
        return view.isInjected()
                ? Optional.of(view.sidecar()
                        .map(status -> of(view, status))
                        .orElseGet(() -> Fact.unknown(NAME, "has not started yet", "Retry in a moment.")))
                : Optional.empty();
    }

    private static Fact of(PodView view, ContainerStatus status) {
        ContainerState state = Objects.requireNonNullElseGet(status.getState(), ContainerState::new);
        String restarts = ContainerTrouble.restarts(status);
        if (state.getRunning() != null) {
            return view.isServed()
                    ? Fact.good(NAME, "runs and has had credentials" + restarts)
                    : Fact.bad(
                            NAME,
                            "runs but has no credentials yet" + restarts,
                            "The sidecar's log has the reason in context.reason: kubectl logs %s -n %s -c %s"
                                    .formatted(view.name(), view.namespace(), Sidecar.CONTAINER),
                            Pages.of("troubleshooting.md#my-pod-hangs"));
        }
        return ContainerTrouble.of(view.pod(), status)
                .map(trouble -> trouble.about(NAME))
                .orElseGet(() -> Fact.unknown(NAME, "has not started yet", "Retry in a moment."));
    }
}
