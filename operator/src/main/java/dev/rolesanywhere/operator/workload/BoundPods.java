package dev.rolesanywhere.operator.workload;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the present pods of a namespace's ServiceAccounts, one at a time. */
interface BoundPods {
    /** @throws RuntimeException if not all pods could be listed */
    void forEach(String namespace, Set<String> accounts, Consumer<Pod> pod);

    /**
     * A short table of the same pods, and perhaps of other pods of the namespace.
     *
     * @return empty if the check must read the pods themselves
     * @throws RuntimeException if the pods could not be listed
     */
    default Optional<PodTable> table(String namespace, Set<String> accounts) {
        return Optional.empty();
    }
}
