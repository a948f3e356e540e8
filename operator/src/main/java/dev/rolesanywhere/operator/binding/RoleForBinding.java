package dev.rolesanywhere.operator.binding;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.operator.fence.NamespaceFence;
import dev.rolesanywhere.operator.registration.ArnPlace;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts about an AWSRole for a binding in a namespace. */
final class RoleForBinding {
    /** AWS's limit for a role that a role's session assumes, and the default of a target role. */
    private static final String LONGEST_CHAINED = "1h";

    private RoleForBinding() {}

    static BindingFacts.Role of(AWSRole role, String namespace, Optional<Namespace> found) {
        AWSRoleStatus status = role.getStatus();
        return new BindingFacts.Role(
                role.getSpec().servedRoleARN(),
                ArnPlace.account(role.getSpec().servedRoleARN()),
                status == null ? null : status.region(),
                role.getSpec().sessionDuration(),
                targetSession(role.getSpec().targetRole()),
                NamespaceFence.allows(
                        role.getSpec().allowedNamespaces(),
                        namespace,
                        found.map(it -> it.getMetadata().getLabels()).orElse(null)),
                role.getSpec().defect().orElseGet(() -> notReady(status)));
    }

    private static @Nullable String targetSession(@Nullable TargetRole target) {
        if (target == null) {
            return null;
        }
        return target.sessionDuration() == null ? LONGEST_CHAINED : target.sessionDuration();
    }

    private static @Nullable String notReady(@Nullable AWSRoleStatus status) {
        Optional<Condition> ready =
                status == null ? Optional.empty() : Conditions.find(status.conditions(), RoleCondition.Ready.name());
        if (ready.isEmpty()) {
            return "the operator has not processed it yet.";
        }
        return ready.get().holds() ? null : ready.get().message();
    }
}
