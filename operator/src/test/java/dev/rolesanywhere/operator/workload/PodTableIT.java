package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.operator.cluster.ApiServer;
import dev.rolesanywhere.operator.cluster.NeedsApiServer;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A real API server's table of pods. */
@NeedsApiServer
class PodTableIT {
    private static final String NAMESPACE = "pod-table";
    private static final String ONE = "pod-table-of-one";
    private static final String WATCHED = "pod-table-watched";
    private static final String RESTORED = "pod-table-restored";
    private static final Set<String> ACCOUNTS = Set.of("orders", "others");

    private final ApiServer server = ApiServer.shared();
    private final PodChanges changes = new PodChanges();
    private final KubernetesBoundPods pods = new KubernetesBoundPods(server.client(), changes);

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

    @Test
    void a_table_contains_the_last_known_change() {
        server.namespace(WATCHED);
        server.serviceAccount(WATCHED, "orders");
        changes.begin(new KubernetesPodEvents(server.client()).version());
        PodTable none = pods.table(WATCHED, ACCOUNTS).orElseThrow();
        pods.forEach(WATCHED, ACCOUNTS, pod -> {});

        server.podWithSidecar(WATCHED, "orders-1", "orders");
        changes.changed(
                WATCHED,
                server.client()
                        .pods()
                        .inNamespace(WATCHED)
                        .withName("orders-1")
                        .get()
                        .getMetadata()
                        .getResourceVersion());
        assertThat(pods.table(WATCHED, ACCOUNTS).orElseThrow().digest()).isNotEqualTo(none.digest());
    }

    @Test
    void a_version_that_the_api_server_does_not_have_ends_the_watch() {
        server.namespace(RESTORED);
        pods.forEach(RESTORED, ACCOUNTS, pod -> {});
        changes.begin("1");
        changes.reached("9000000000000");
        assertThatThrownBy(() -> pods.table(RESTORED, ACCOUNTS)).isInstanceOf(KubernetesClientException.class);
        assertThat(changes.version()).isEmpty();
        assertThat(pods.table(RESTORED, ACCOUNTS)).isPresent();
    }
}
