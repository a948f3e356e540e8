package dev.rolesanywhere.plugin.scan;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.stream.Stream;

/** What makes pods, or a pod that nothing made. */
record Workload(String namespace, String object, PodSpec spec) {
    static Workload of(HasMetadata maker, PodSpec spec) {
        return new Workload(
                maker.getMetadata().getNamespace(),
                "%s/%s".formatted(maker.getKind(), maker.getMetadata().getName()),
                spec);
    }

    static Workload of(Pod pod) {
        return of(pod, pod.getSpec());
    }

    /** Whether something else made it, which is looked at itself. */
    static boolean isMade(HasMetadata object) {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        return owners != null && owners.stream().anyMatch(owner -> Boolean.TRUE.equals(owner.getController()));
    }

    String serviceAccount() {
        String name = spec.getServiceAccountName();
        return name == null || name.isEmpty() ? "default" : name;
    }

    Stream<Container> containers() {
        return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream());
    }
}
