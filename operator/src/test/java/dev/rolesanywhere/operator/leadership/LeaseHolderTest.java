package dev.rolesanywhere.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.TestSettings;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Lease of an installation named raw, seen by its replica raw-0. */
@EnableKubernetesMockClient(crud = true)
class LeaseHolderTest {
    private KubernetesClient client;
    private LeaseHolder holder;

    @BeforeEach
    void set() {
        holder = new LeaseHolder(client, new TestSettings());
    }

    @Test
    void a_lease_that_names_another_replica_is_detected() {
        lease("raw-1");
        assertThat(holder.isAnother()).isTrue();
    }

    @Test
    void a_missing_empty_or_own_lease_is_not_another_replicas() {
        assertThat(holder.isAnother()).isFalse();
        lease(null);
        assertThat(holder.isAnother()).isFalse();
        lease("");
        assertThat(holder.isAnother()).isFalse();
        lease("raw-0");
        assertThat(holder.isAnother()).isFalse();
    }

    private void lease(@Nullable String name) {
        client.leases().inNamespace("system").withName("raw").delete();
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("system")
                        .withName("raw")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(name)
                        .endSpec()
                        .build())
                .create();
    }
}
