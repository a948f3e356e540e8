package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.workload.CredentialSource;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One pod and the objects that its roles depend on.
 *
 * @param account its ServiceAccount, if it exists and can be read
 * @param bindings of its namespace
 * @param everywhere bindings of all namespaces; read only for a pod that waits for the quota of AWS
 * @param metrics of its sidecar; absent where none runs
 * @param events about the pod, the oldest first
 * @param leader whether an operator is active
 */
record PodView(
        Pod pod,
        Seen<Optional<ServiceAccount>> account,
        List<AWSRoleBinding> bindings,
        Seen<List<AWSRole>> roles,
        Seen<List<AWSTrustAnchor>> anchors,
        Seen<List<AWSRoleBinding>> everywhere,
        Optional<Seen<String>> metrics,
        List<Event> events,
        Fact leader) {

    String namespace() {
        return pod.getMetadata().getNamespace();
    }

    String name() {
        return pod.getMetadata().getName();
    }

    String serviceAccount() {
        String name = pod.getSpec().getServiceAccountName();
        return name == null || name.isEmpty() ? "default" : name;
    }

    List<GivenRole> given() {
        return GivenRole.of(bindings, serviceAccount());
    }

    /** The same, as if no binding were a dry run. */
    List<GivenRole> rehearsed() {
        return GivenRole.rehearsed(bindings, serviceAccount());
    }

    Optional<String> defaultRole() {
        return GivenRole.defaultOf(given(), setting(Annotations.ROLE));
    }

    Optional<AWSRole> role(String name) {
        return named(roles.or(List.of()), name);
    }

    Optional<AWSTrustAnchor> anchor(String name) {
        return named(anchors.or(List.of()), name);
    }

    /** An annotation of the pod, or of its ServiceAccount. */
    @Nullable
    String setting(String annotation) {
        String own = annotations(pod).get(annotation);
        return own != null
                ? own
                : account.or(Optional.empty())
                        .map(found -> annotations(found).get(annotation))
                        .orElse(null);
    }

    boolean isInjected() {
        return source() != CredentialSource.NOTHING;
    }

    CredentialSource source() {
        return CredentialSource.of(pod.getSpec());
    }

    /** Whether the operator rejects the bindings of the namespace, because the chart excludes the namespace. */
    boolean isExcluded() {
        return bindings.stream()
                .flatMap(binding -> Stream.ofNullable(binding.getStatus()))
                .flatMap(status -> Conditions.find(status.conditions(), BindingCondition.Ready.name()).stream())
                .anyMatch(ready -> ready.reason().equals(BindingCondition.Reason.NamespaceExcluded.name()));
    }

    /** State of the sidecar, or of the container that waits for the node's agent. */
    Optional<ContainerStatus> ours() {
        return ours(pod);
    }

    private static Optional<ContainerStatus> ours(Pod pod) {
        String container = CredentialSource.of(pod.getSpec()).container();
        return pod.getStatus() == null || pod.getStatus().getInitContainerStatuses() == null
                ? Optional.empty()
                : pod.getStatus().getInitContainerStatuses().stream()
                        .filter(status -> container.equals(status.getName()))
                        .findFirst();
    }

    /** Whether the pod has a sidecar that has had credentials. */
    static boolean hasServingSidecar(Pod pod) {
        return CredentialSource.of(pod.getSpec()) == CredentialSource.SIDECAR
                && ours(pod)
                        .filter(status -> Boolean.TRUE.equals(status.getStarted()))
                        .isPresent();
    }

    /** Whether the pod has had its first credentials, or does not wait for them: the agent of its node has them with the first request. */
    boolean isServed() {
        return switch (source()) {
            case NOTHING -> false;
            case SIDECAR -> hasServingSidecar(pod);
            case AWAITED_NODE_AGENT -> ours().filter(PodView::hasEndedWell).isPresent();
            case NODE_AGENT -> true;
        };
    }

    private static boolean hasEndedWell(ContainerStatus status) {
        return status.getState() != null
                && status.getState().getTerminated() != null
                && Objects.equals(status.getState().getTerminated().getExitCode(), 0);
    }

    /** Whether our container runs without credentials. */
    boolean isWaiting() {
        return !isServed()
                && ours().filter(status ->
                                status.getState() != null && status.getState().getRunning() != null)
                        .isPresent();
    }

    static Map<String, String> annotations(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
    }

    private static <T extends HasMetadata> Optional<T> named(List<T> objects, String name) {
        return objects.stream()
                .filter(object -> name.equals(object.getMetadata().getName()))
                .findFirst();
    }
}
