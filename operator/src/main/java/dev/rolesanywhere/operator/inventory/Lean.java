package dev.rolesanywhere.operator.inventory;

import dev.rolesanywhere.crds.cache.LeanMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Objects with no more than is used of them. */
final class Lean {
    private Lean() {}

    static <S, U, T extends CustomResource<S, U>> UnaryOperator<T> resource(Supplier<T> empty) {
        return given -> {
            T lean = empty.get();
            lean.setMetadata(LeanMetadata.of(given.getMetadata()));
            lean.setSpec(given.getSpec());
            lean.setStatus(given.getStatus());
            return lean;
        };
    }

    /** By its labels a role lets it in. */
    static Namespace namespace(Namespace given) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(given.getMetadata().getName())
                .withResourceVersion(given.getMetadata().getResourceVersion())
                .withLabels(given.getMetadata().getLabels())
                .endMetadata()
                .build();
    }
}
