package dev.rolesanywhere.operator.inventory;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.cache.LeanMetadata;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.role.RoleCondition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Objects reduced to the used fields. */
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

    /** Most bindings have the same texts in their statuses. */
    static AWSRoleBinding binding(AWSRoleBinding given) {
        AWSRoleBinding lean = Lean.<AWSRoleBindingSpec, AWSRoleBindingStatus, AWSRoleBinding>resource(
                        AWSRoleBinding::new)
                .apply(given);
        if (given.getStatus() != null) {
            lean.setStatus(given.getStatus().shared());
        }
        return lean;
    }

    /** Changes with each change, status included. */
    static String version(HasMetadata object) {
        return String.valueOf(object.getMetadata().getResourceVersion());
    }

    /** Changes with each change of the spec. */
    static String generation(HasMetadata object) {
        return object.getMetadata().getUid() + "/" + object.getMetadata().getGeneration();
    }

    /** Bindings show only region, registration and readiness from a role's status; the pod count changes too often. */
    static String readiness(AWSRole role) {
        AWSRoleStatus status = role.getStatus();
        return generation(role)
                + (status == null
                        ? ""
                        : "/" + status.region() + status.trustAnchorARN() + status.profileARN()
                                + Conditions.find(status.conditions(), RoleCondition.Ready.name())
                                        .map(ready -> ready.status() + ready.reason() + ready.message()));
    }

    /** A role's selector matches its labels. */
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
