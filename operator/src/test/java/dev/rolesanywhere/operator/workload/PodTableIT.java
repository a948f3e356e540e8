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
    private static final String ONE = "pod-table-of-one";
    private static final Set<String> ACCOUNTS = Set.of("orders", "others");

    private final ApiServer server = ApiServer.shared();
    private final KubernetesBoundPods pods = new KubernetesBoundPods(server.client(), new PodChanges());

    @Test
    void a_new_pod_and_a_failing_pod_change_the_table() {
        server.namespace(NAMESPACE);
        server.serviceAccount(NAMESPACE, "orders");
        server.serviceAccount(NAMESPACE, "others");
        PodTable none = pods.table(NAMESPACE, ACCOUNTS).orElseThrow();
        pods.forEach(NAMESPACE, ACCOUNTS, pod -> {});
        assertThat(pods.table(NAMESPACE, ACCOUNTS)).contains(none);
        assertThat(none.isStill(none, Duration.ofMinutes(1))).isTrue();

        server.podWithSidecar(NAMESPACE, "orders-1", "orders");
        PodTable one = pods.table(NAMESPACE, ACCOUNTS).orElseThrow();
        assertThat(one.isStill(none, Duration.ofMinutes(1))).isFalse();
        assertThat(one.well()).isFalse();

        server.waits(NAMESPACE, "orders-1", "ErrImagePull", "no such image");
        PodTable waiting = pods.table(NAMESPACE, ACCOUNTS).orElseThrow();
        assertThat(waiting.digest()).isNotEqualTo(one.digest());
        assertThat(waiting.youngest().orElseThrow()).isLessThan(Duration.ofMinutes(5));
    }

    @Test
    void a_table_of_one_account_has_no_other_pods() {
        server.namespace(ONE);
        server.serviceAccount(ONE, "orders");
        server.serviceAccount(ONE, "others");
        PodTable none = pods.table(ONE, Set.of("orders")).orElseThrow();

        server.podWithSidecar(ONE, "others-1", "others");
        assertThat(pods.table(ONE, Set.of("orders"))).contains(none);

        server.podWithSidecar(ONE, "orders-1", "orders");
        assertThat(pods.table(ONE, Set.of("orders")).orElseThrow().digest()).isNotEqualTo(none.digest());
    }
}
