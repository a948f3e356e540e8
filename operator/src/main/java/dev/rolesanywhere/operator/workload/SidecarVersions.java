package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.operator.workload.PodSnapshots.Look;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which pods keep the sidecar of another version: one is part of its pod, and comes with a new pod only. */
@Singleton
public class SidecarVersions {
    private final PodSnapshots snapshots;
    private final String own;

    /** @param own version of this operator, and of the webhook that is installed with it */
    public SidecarVersions(PodSnapshots snapshots, @ConfigProperty(name = "quarkus.application.version") String own) {
        this.snapshots = snapshots;
        this.own = own;
    }

    /** How many pods of the binding's ServiceAccounts have a sidecar that another version has injected; before a look at all of them, what the status says. */
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
