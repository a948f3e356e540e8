package dev.rolesanywhere.operator.leadership;

import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;

/** Reads who holds the Lease. Fabric8 before 7.7 can elect two leaders at once; the Lease names only one of them. */
@Singleton
class LeaseHolder {
    private final KubernetesClient client;
    private final OperatorSettings settings;

    LeaseHolder(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** Whether the Lease names another replica; false if the Lease has no holder. */
    boolean isAnother() {
        Lease lease = client.leases()
                .inNamespace(settings.namespace())
                .withName(settings.name())
                .get();
        String holder = lease == null || lease.getSpec() == null
                ? null
                : lease.getSpec().getHolderIdentity();
        return holder != null && !holder.isEmpty() && !holder.equals(settings.podName());
    }
}
