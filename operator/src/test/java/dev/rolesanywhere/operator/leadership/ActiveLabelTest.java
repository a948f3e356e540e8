package dev.rolesanywhere.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.operator.TestSettings;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replica raw-0 beside raw-1, over Fabric8's CRUD server. */
@EnableKubernetesMockClient(crud = true)
class ActiveLabelTest {
    private static final int MINUTE = 20;

    KubernetesClient client;
    KubernetesMockServer server;

    private final Leadership leadership = new Leadership();
    private ActiveLabel label;

    @BeforeEach
    void set() {
        label = new ActiveLabel(
                client, new TestSettings(), leadership, new LeaseHolder(client, new TestSettings()), Clock.systemUTC());
        pod("raw-0", "false");
        pod("raw-1", "true");
    }

    @Test
    void a_new_leader_takes_the_label_from_the_other_replica() {
        leadership.gained();
        label.keep();

        assertThat(active("raw-0")).isEqualTo("true");
        assertThat(active("raw-1")).isEqualTo("false");
    }

    @Test
    void a_restarted_replica_removes_the_label_of_its_earlier_process() throws Exception {
        set("raw-0", "true");
        label.update();

        assertThat(active("raw-0")).isEqualTo("false");
        assertThat(active("raw-1")).isEqualTo("true");
    }

    @Test
    void a_new_leader_corrects_in_the_next_round_a_label_that_the_earlier_leader_has_changed() throws Exception {
        leadership.gained();
        label.keep();
        set("raw-0", "false");
        set("raw-1", "true");

        rounds(1);

        assertThat(active("raw-0")).isEqualTo("true");
        assertThat(active("raw-1")).isEqualTo("false");
    }

    @Test
    void a_leader_corrects_the_labels_after_five_rounds() throws Exception {
        leadership.gained();
        label.keep();
        rounds(MINUTE);
        set("raw-0", "false");
        set("raw-1", "true");

        rounds(5);

        assertThat(active("raw-0")).isEqualTo("true");
        assertThat(active("raw-1")).isEqualTo("false");
    }

    @Test
    void a_leader_reads_its_lease_in_each_of_five_rounds_and_the_pods_in_one() throws Exception {
        leadership.gained();
        label.keep();
        rounds(MINUTE);
        int before = server.getRequestCount();

        rounds(5);

        assertThat(server.getRequestCount() - before).isEqualTo(6);
    }

    @Test
    void a_standby_reads_its_pod_in_one_of_five_rounds() throws Exception {
        label.update();
        int before = server.getRequestCount();

        rounds(5);

        assertThat(server.getRequestCount() - before).isEqualTo(1);
    }

    private void rounds(int number) throws Exception {
        for (int i = 0; i < number; i++) {
            label.update();
        }
    }

    private void pod(String name, String active) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("system")
                        .withName(name)
                        .addToLabels(Issuing.ACTIVE_LABEL, active)
                        .endMetadata()
                        .build())
                .create();
    }

    private void set(String name, String active) {
        client.pods().inNamespace("system").withName(name).edit(pod -> new PodBuilder(pod)
                .editMetadata()
                .addToLabels(Issuing.ACTIVE_LABEL, active)
                .endMetadata()
                .build());
    }

    private @Nullable String active(String name) {
        return Objects.requireNonNull(
                        client.pods().inNamespace("system").withName(name).get())
                .getMetadata()
                .getLabels()
                .get(Issuing.ACTIVE_LABEL);
    }
}
