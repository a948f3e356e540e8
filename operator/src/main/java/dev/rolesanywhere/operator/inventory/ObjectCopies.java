package dev.rolesanywhere.operator.inventory;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Copies a cached object for its reconciler. JOSDK's own copy writes and parses JSON, which took a fifth of a
 * reconcile's CPU. Spec and status are records, so the copy shares them. The copy has no labels, no finalizers and only
 * our own annotations.
 */
public final class ObjectCopies implements Cloner {
    /** @throws IllegalArgumentException for a kind without a reconciler */
    @Override
    @SuppressWarnings("unchecked") // each case returns its own kind
    public <R extends HasMetadata> R clone(R object) {
        return (R)
                switch (object) {
                    case AWSTrustAnchor anchor ->
                        Lean.resource(AWSTrustAnchor::new).apply(anchor);
                    case AWSRole role -> Lean.resource(AWSRole::new).apply(role);
                    case AWSRoleBinding binding ->
                        Lean.resource(AWSRoleBinding::new).apply(binding);
                    default -> throw new IllegalArgumentException(object.getKind() + " has no reconciler");
                };
    }
}
