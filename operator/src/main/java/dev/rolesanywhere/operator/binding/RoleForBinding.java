package dev.rolesanywhere.operator.binding;

import dev.rolesanywhere.crds.binding.BindingCondition.Reason;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import dev.rolesanywhere.operator.binding.BindingFacts.Obstacle;
import dev.rolesanywhere.operator.fence.NamespaceFence;
import dev.rolesanywhere.operator.registration.ArnPlace;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts about an AWSRole for a binding in a namespace. */
final class RoleForBinding {
    /** AWS's limit for chained roles, and the default of a target role. */
    private static final String LONGEST_CHAINED = "1h";

    private RoleForBinding() {}

    /** @param anchor the AWSTrustAnchor of the role */
    static BindingFacts.Role of(
            AWSRole role, String namespace, Optional<Namespace> found, Optional<AWSTrustAnchor> anchor) {
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
                role.getSpec()
                        .defect()
                        .map(defect -> new Obstacle(Reason.RoleNotReady, Reason.SpecInvalid.name(), defect))
                        .orElseGet(() -> obstacle(status, anchor)));
    }

    private static @Nullable String targetSession(@Nullable TargetRole target) {
        if (target == null) {
            return null;
        }
        return target.sessionDuration() == null ? LONGEST_CHAINED : target.sessionDuration();
    }

    private static @Nullable Obstacle obstacle(@Nullable AWSRoleStatus status, Optional<AWSTrustAnchor> anchor) {
        Optional<Condition> ready =
                status == null ? Optional.empty() : Conditions.find(status.conditions(), RoleCondition.Ready.name());
        if (ready.isEmpty()) {
            return new Obstacle(Reason.RoleNotReady, null, "the operator has not processed it yet.");
        }
        if (ready.get().holds()) {
            return null;
        }
        String message = ready.get().message();
        return ready.get().reason().equals(RoleCondition.Reason.TrustAnchorNotReady.name())
                ? new Obstacle(Reason.TrustAnchorNotReady, cause(anchor).orElse(null), message)
                : new Obstacle(Reason.RoleNotReady, ready.get().reason(), message);
    }

    private static Optional<String> cause(Optional<AWSTrustAnchor> anchor) {
        return anchor.flatMap(found -> Optional.ofNullable(found.getStatus()))
                .flatMap(status ->
                        Conditions.find(status.conditions(), TrustAnchorCondition.CertificateAuthorityReady.name()))
                .filter(condition -> !condition.holds())
                .map(Condition::reason);
    }
}
