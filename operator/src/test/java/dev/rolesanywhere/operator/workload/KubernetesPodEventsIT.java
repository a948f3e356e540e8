package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.operator.cluster.ApiServer;
import dev.rolesanywhere.operator.cluster.NeedsApiServer;
import dev.rolesanywhere.operator.workload.PodEventParser.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A real API server's events about pods. */
@NeedsApiServer
class KubernetesPodEventsIT {
    private static final String CHANGING = "pod-events-changing";
    private static final String EARLY = "pod-events-early";
    private static final String LONG = "pod-events-long";
    private static final String LARGE = "pod-events-large";
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final long MOST = 10_000_000;

    private final ApiServer server = ApiServer.shared();
    private final KubernetesPodEvents events = new KubernetesPodEvents(server.client());
    private final List<Event> read = Collections.synchronizedList(new ArrayList<>());

    @Test
    void each_change_of_a_pod_after_the_version_is_an_event() throws Exception {
        podIn(CHANGING);
        String version = events.version();
        server.client().pods().inNamespace(CHANGING).withName("orders-1").edit(pod -> pod.edit()
                .editMetadata()
                .addToAnnotations(Map.of("example.org/note", "new"))
                .endMetadata()
                .build());
        server.client().pods().inNamespace(CHANGING).withName("orders-1").delete();

        assertThat(events.read(version, TIME, MOST, read::add)).isTrue();
        assertThat(read)
                .filteredOn(event -> event.namespace().equals(CHANGING))
                .extracting(Event::type)
                .startsWith("MODIFIED")
                .endsWith("DELETED");
        assertThat(read).extracting(Event::version).doesNotContain("");
    }

    @Test
    void an_event_arrives_before_the_request_ends() throws Exception {
        String version = events.version();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                events.read(version, Duration.ofSeconds(20), MOST, read::add);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        podIn(EARLY);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> read.stream().anyMatch(event -> event.namespace().equals(EARLY)));
        reader.interrupt();
        reader.join();
    }

    @Test
    void more_bytes_than_allowed_end_the_request() throws Exception {
        String version = events.version();
        podIn(LARGE);
        Instant before = Instant.now();
        assertThat(events.read(version, Duration.ofMinutes(5), 100, read::add)).isFalse();
        assertThat(read).isEmpty();
        assertThat(before).isAfter(Instant.now().minus(Duration.ofMinutes(5)));
    }

    @Test
    void a_pod_with_a_very_long_name_of_a_variable_hides_no_event() throws Exception {
        String version = events.version();
        podIn(LONG);
        // The client cannot parse this pod, so it sends text and gets text.
        server.client().raw("/api/v1/namespaces/%s/pods".formatted(LONG), "POST", withLongName());
        assertThat(events.version()).isNotEqualTo(version);
        assertThat(events.read(version, TIME, MOST, read::add)).isTrue();
        assertThat(read).filteredOn(event -> event.namespace().equals(LONG)).hasSizeGreaterThanOrEqualTo(2);

        List<String> listed = new ArrayList<>();
        new KubernetesBoundPods(server.client(), new PodChanges())
                .forEach(
                        LONG,
                        Set.of("orders"),
                        pod -> listed.add(pod.getMetadata().getName()));
        assertThat(listed).containsExactlyInAnyOrder("orders-1", "long");
    }

    /** The name becomes a field of the metadata, in {@code managedFields}. */
    private static String withLongName() {
        return """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "long"}, "spec": {"serviceAccountName": "orders",
                  "containers": [{"name": "app", "image": "app", "env": [{"name": "%s", "value": "1"}]}]}}
                """.formatted("X".repeat(60_000));
    }

    @Test
    void without_the_right_the_watch_fails() {
        Config config = new ConfigBuilder(server.client().getConfiguration())
                .withImpersonateUsername("nobody")
                .build();
        try (KubernetesClient nobody =
                new KubernetesClientBuilder().withConfig(config).build()) {
            assertThatThrownBy(() -> new KubernetesPodEvents(nobody).read("1", TIME, MOST, read::add))
                    .hasMessage("Watch of api/v1/pods: the API server answered 403");
        }
    }

    private void podIn(String namespace) {
        server.namespace(namespace);
        server.serviceAccount(namespace, "orders");
        server.podWithSidecar(namespace, "orders-1", "orders");
    }
}
