package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.operator.workload.PodSnapshots.Look;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Counts pods with the sidecar of another version. A sidecar keeps its version until its pod is recreated. */
@Singleton
public class SidecarVersions {
    private final PodSnapshots snapshots;
    private final String own;

    /** @param own version of this operator, and of the webhook of the same installation */
    public SidecarVersions(PodSnapshots snapshots, @ConfigProperty(name = "quarkus.application.version") String own) {
        this.snapshots = snapshots;
        this.own = own;
    }

    /**
     * How many pods of the binding's ServiceAccounts have a sidecar of another version. Until all pods are checked, the
     * number from the present status.
     */
    public int podsOfOtherVersions(AWSRoleBinding binding) {
        List<Optional<Look>> looks = Account.of(binding).map(snapshots::of).toList();
        return looks.stream().allMatch(Optional::isPresent)
                ? (int) looks.stream()
                        .flatMap(look -> look.orElseThrow().pods().values().stream())
                        .filter(pod -> pod.version() != null && !pod.version().equals(own))
                        .count()
                : saidBefore(binding);
    }

    private static int saidBefore(AWSRoleBinding binding) {
        return binding.getStatus() == null || binding.getStatus().podsOfOtherVersions() == null
                ? 0
                : binding.getStatus().podsOfOtherVersions();
    }
}
