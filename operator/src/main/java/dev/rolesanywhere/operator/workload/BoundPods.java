package dev.rolesanywhere.operator.workload;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The pods of a namespace's ServiceAccounts as they are, one at a time. */
interface BoundPods {
    /** @throws RuntimeException if they could not all be listed */
    void forEach(String namespace, Set<String> accounts, Consumer<Pod> pod);

    /**
     * All pods of the namespace in short.
     *
     * @return empty where a look at the pods themselves is needed
     * @throws RuntimeException if they could not be listed
     */
    default Optional<PodTable> table(String namespace) {
        return Optional.empty();
    }
}
