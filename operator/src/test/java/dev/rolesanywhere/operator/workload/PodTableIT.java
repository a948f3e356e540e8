package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.cluster.ApiServer;
import dev.rolesanywhere.operator.cluster.NeedsApiServer;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A real API server's table of pods. */
@NeedsApiServer
class PodTableIT {
    private static final String NAMESPACE = "pod-table";

    private final ApiServer server = ApiServer.shared();
    private final KubernetesBoundPods pods = new KubernetesBoundPods(server.client());

    @Test
    void a_new_pod_and_a_failing_pod_change_the_table() {
        server.namespace(NAMESPACE);
        server.serviceAccount(NAMESPACE, "orders");
        server.serviceAccount(NAMESPACE, "others");
        assertThat(pods.table(NAMESPACE)).isEmpty(); // how many there are is not known before the first whole look
        pods.forEach(NAMESPACE, Set.of("orders", "others"), pod -> {});
        PodTable none = pods.table(NAMESPACE).orElseThrow();
        assertThat(none.isStill(none, Duration.ofMinutes(1))).isTrue();

        server.podWithSidecar(NAMESPACE, "orders-1", "orders");
        PodTable one = pods.table(NAMESPACE).orElseThrow();
        assertThat(one.isStill(none, Duration.ofMinutes(1))).isFalse();
        assertThat(one.well()).isFalse();

        server.waits(NAMESPACE, "orders-1", "ErrImagePull", "no such image");
        PodTable waiting = pods.table(NAMESPACE).orElseThrow();
        assertThat(waiting.digest()).isNotEqualTo(one.digest());
        assertThat(waiting.youngest().orElseThrow()).isLessThan(Duration.ofMinutes(5));
    }
}
