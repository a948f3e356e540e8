package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.Injection;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One AWSRole that a ServiceAccount may become.
 *
 * @param role the AWSRole's name
 * @param profile the AWS profile that carries it
 * @param makesDefault whether its binding says {@code default: true}
 * @param exists whether the AWSRole is there already; it may be created later
 */
public record BoundRole(
        String role,
        String profile,
        boolean makesDefault,
        boolean exists,
        @Nullable Injection injection) {

    /**
     * The roles that the bindings give a ServiceAccount, in the order of the bindings' names. A role that two bindings give
     * counts once, as the first has it.
     *
     * @param bindings of the ServiceAccount's namespace
     * @param knownRoles names of the AWSRoles that exist
     */
    public static List<BoundRole> of(
            Collection<AWSRoleBinding> bindings, String serviceAccount, Set<String> knownRoles) {
        Map<String, BoundRole> roles = new LinkedHashMap<>();
        bindings.stream()
                .filter(binding -> binding.getSpec().names(serviceAccount))
                .sorted(Comparator.comparing(binding -> binding.getMetadata().getName()))
                .map(AWSRoleBinding::getSpec)
                .map(spec -> new BoundRole(
                        spec.roleRef().name(),
                        spec.profileName(),
                        spec.makesDefault(),
                        knownRoles.contains(spec.roleRef().name()),
                        spec.injection()))
                .forEach(bound -> roles.putIfAbsent(bound.role(), bound));
        return List.copyOf(roles.values());
    }
}
