package dev.rolesanywhere.webhook.injection;

import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.injection.Decision.Refusal;
import dev.rolesanywhere.webhook.injection.Decision.Refuse;
import dev.rolesanywhere.webhook.settings.DeliverySettings;
import dev.rolesanywhere.webhook.settings.GivenSettings;
import dev.rolesanywhere.webhook.settings.Shown;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether containers can have the roles that {@code container-roles} gives them. */
final class ContainerRoles {
    private ContainerRoles() {}

    /**
     * @param given by the pod itself. A ServiceAccount's annotation is for many pods, and may name containers that this
     *     pod does not have
     */
    static Optional<Refuse> check(Candidate candidate, GivenSettings given, DeliverySettings settings) {
        Map<String, String> roles = settings.containerRoles();
        if (roles.isEmpty()) {
            return Optional.empty();
        }
        if (settings.delivery() == Delivery.Files) {
            return refuse(
                    Refusal.InvalidAnnotation,
                    "%s works with delivery Endpoint only, but this pod has delivery Files: remove the annotation and set AWS_PROFILE in the container, or choose Endpoint"
                            .formatted(Annotations.CONTAINER_ROLES));
        }
        Set<String> containers =
                candidate.pod().othersContainers().map(ContainerView::name).collect(Collectors.toSet());
        Set<String> bound =
                candidate.roles().stream().map(BoundRole::role).collect(Collectors.toCollection(TreeSet::new));
        for (Map.Entry<String, String> entry : roles.entrySet()) {
            if (given.containerRoles() != null && !containers.contains(entry.getKey())) {
                return refuse(
                        Refusal.InvalidAnnotation,
                        "%s names container %s, which does not exist in the pod: write one of %s"
                                .formatted(
                                        Annotations.CONTAINER_ROLES,
                                        entry.getKey(),
                                        Shown.names(new TreeSet<>(containers))));
            }
            if (!bound.contains(entry.getValue())) {
                return refuse(
                        Refusal.RoleNotBound,
                        "annotation %s gives container %s AWSRole %s, which is not bound to the pod's ServiceAccount: write one of %s, or create an AWSRoleBinding for it in namespace %s"
                                .formatted(
                                        Annotations.CONTAINER_ROLES,
                                        entry.getKey(),
                                        entry.getValue(),
                                        String.join(", ", bound),
                                        candidate.namespace()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Refuse> refuse(Refusal refusal, String message) {
        return Optional.of(new Refuse(refusal, message));
    }
}
