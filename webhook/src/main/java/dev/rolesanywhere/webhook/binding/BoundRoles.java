package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The roles of a ServiceAccount.
 *
 * @param inForce the roles of its pods
 * @param rehearsed the roles that its pods would get if no binding were a dry run
 * @param dryRuns names of the dry-run bindings for it
 */
public record BoundRoles(List<BoundRole> inForce, List<BoundRole> rehearsed, List<String> dryRuns) {
    public BoundRoles {
        inForce = List.copyOf(inForce);
        rehearsed = List.copyOf(rehearsed);
        dryRuns = List.copyOf(dryRuns);
    }

    /**
     * @param bindings of the ServiceAccount's namespace
     * @param regions of the AWSRoles that exist, by name
     */
    public static BoundRoles of(
            Collection<AWSRoleBinding> bindings, String serviceAccount, Map<String, String> regions) {
        List<BoundRole> inForce = BoundRole.of(bindings, serviceAccount, regions);
        List<String> dryRuns = bindings.stream()
                .filter(binding -> binding.getSpec() != null
                        && binding.getSpec().isDryRun()
                        && binding.getSpec().names(serviceAccount))
                .map(binding -> binding.getMetadata().getName())
                .sorted()
                .toList();
        return new BoundRoles(
                inForce, dryRuns.isEmpty() ? inForce : BoundRole.rehearsed(bindings, serviceAccount, regions), dryRuns);
    }

    /** @param files by AWSRole, for roles whose certificates another component issues */
    public BoundRoles with(Map<String, CertificateFiles> files) {
        return files.isEmpty() ? this : new BoundRoles(with(inForce, files), with(rehearsed, files), dryRuns);
    }

    private static List<BoundRole> with(List<BoundRole> roles, Map<String, CertificateFiles> files) {
        return roles.stream().map(role -> role.with(files.get(role.role()))).toList();
    }

    public boolean hasDryRun() {
        return !dryRuns.isEmpty();
    }
}
