package dev.rolesanywhere.operator.workload;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Set;
import java.util.function.Consumer;

/** The pods of a namespace's ServiceAccounts as they are, one at a time. */
interface BoundPods {
    /** @throws RuntimeException if they could not all be listed */
    void forEach(String namespace, Set<String> accounts, Consumer<Pod> pod);
}
