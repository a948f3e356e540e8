package dev.rolesanywhere.plugin.scan;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An object that creates pods, or a single pod.
 *
 * @param object such as Deployment/orders
 * @param selector labels of its pods, if only labels identify them
 */
public record Workload(String namespace, String object, PodSpec spec, Map<String, String> selector) {
    public Workload {
        selector = Map.copyOf(selector);
    }

    /** A workload whose selector is not needed. */
    Workload(String namespace, String object, PodSpec spec) {
        this(namespace, object, spec, Map.of());
    }

    static Workload of(HasMetadata maker, PodSpec spec) {
        return new Workload(
                maker.getMetadata().getNamespace(),
                "%s/%s".formatted(maker.getKind(), maker.getMetadata().getName()),
                spec,
                maker instanceof ReplicaSet set ? selector(set) : Map.of());
    }

    private static Map<String, String> selector(ReplicaSet set) {
        LabelSelector selector = set.getSpec().getSelector();
        return selector == null || selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
    }

    static Workload of(Pod pod) {
        return of(pod, pod.getSpec());
    }

    /** Whether another scanned object created it. */
    static boolean isMade(HasMetadata object) {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        return owners != null && owners.stream().anyMatch(owner -> Boolean.TRUE.equals(owner.getController()));
    }

    public String serviceAccount() {
        String name = spec.getServiceAccountName();
        return name == null || name.isEmpty() ? "default" : name;
    }

    public Stream<Container> containers() {
        return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream());
    }
}
