package dev.rolesanywhere.e2e.fault;

import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pods with {@link Application}s. A sidecar requests 100m of CPU and the node has few, so faults of one role share a
 * pod, with a container and a role for each. Faults of a whole pod, such as a wrong clock, have a separate pod.
 */
record BoundRoles(Installation installation, Workload workload, Map<String, String> wordsByRole) {
    /** Roles with that name prefix, bound in that namespace, with sessions as long as AWS grants. */
    static BoundRoles bound(Installation installation, String namespace, Map<String, String> wordsByRole) {
        Workload workload = Workload.namespace(installation, namespace);
        wordsByRole.keySet().parallelStream().forEach(workload::bind);
        await("bindings of " + namespace)
                .atMost(Cluster.PATIENCE)
                .until(() ->
                        installation
                                .client()
                                .resources(AWSRoleBinding.class)
                                .inNamespace(namespace)
                                .list()
                                .getItems()
                                .stream()
                                .allMatch(binding -> binding.getStatus() != null));
        return new BoundRoles(installation, workload, wordsByRole);
    }

    /** The same, with sessions that AWS shortens. */
    BoundRoles withSessionsOf(Duration life) {
        wordsByRole.keySet().forEach(role -> installation.emulator().shortenSessions(role, life));
        return this;
    }

    /** A pod with a container for each role and these additional containers; returns the applications by role. */
    Map<String, Application> start(String pod, Container... others) {
        List<String> roles = List.copyOf(wordsByRole.keySet());
        PodBuilder built = workload.pod(
                        pod,
                        Stream.concat(roles.stream().map(Application::container), Stream.of(others))
                                .toArray(Container[]::new))
                .editMetadata()
                .addToAnnotations(Annotations.ROLE, roles.getFirst())
                .addToAnnotations(
                        Annotations.CONTAINER_ROLES,
                        roles.stream().skip(1).map(role -> role + "=" + role).collect(Collectors.joining(",")))
                .endMetadata();
        if (roles.size() == 1) {
            built.editMetadata()
                    .removeFromAnnotations(Annotations.CONTAINER_ROLES)
                    .endMetadata();
        }
        // The webhook's cache has new bindings after a moment.
        await(pod + " is injected")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> Workload.injected(
                        installation.client().resource(built.build()).dryRun().create()));
        workload.create(built);
        return roles.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        role -> new Application(wordsByRole.get(role), workload, pod, role),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }
}
