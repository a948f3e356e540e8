package dev.rolesanywhere.operator.role;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.operator.fence.NamespaceFence;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.role.TrustPolicy.BoundAccount;
import java.util.List;
import java.util.function.Predicate;

/**
 * The ServiceAccounts that may get certificates for a role. A trust policy names only these: otherwise a subject that the issuer
 * rejects now would get access in AWS as soon as it is allowed here, without a review of the IAM role.
 */
final class ServedAccounts {
    private ServedAccounts() {}

    /** @param excluded namespaces that the installation excludes */
    static List<BoundAccount> of(AWSRole role, Inventory inventory, Predicate<String> excluded) {
        String name = role.getMetadata().getName();
        return inventory.bindingsOf(name).stream()
                .filter(GivenRole::isInForce)
                .filter(binding -> !excluded.test(binding.getMetadata().getNamespace()))
                .filter(binding -> isAllowed(role, binding.getMetadata().getNamespace(), inventory))
                .flatMap(binding -> binding.getSpec().subjects().stream()
                        .map(subject -> new BoundAccount(binding.getMetadata().getNamespace(), subject.name())))
                .distinct()
                .filter(account -> hasProfile(name, account, inventory.bindings(account.namespace())))
                .toList();
    }

    private static boolean isAllowed(AWSRole role, String namespace, Inventory inventory) {
        return NamespaceFence.allows(
                role.getSpec().allowedNamespaces(),
                namespace,
                inventory
                        .namespace(namespace)
                        .map(it -> it.getMetadata().getLabels())
                        .orElse(null));
    }

    private static boolean hasProfile(String role, BoundAccount account, List<AWSRoleBinding> bindings) {
        return GivenRole.of(bindings, account.serviceAccount()).stream()
                .anyMatch(given ->
                        given.role().equals(role) && given.profileDefect().isEmpty());
    }
}
