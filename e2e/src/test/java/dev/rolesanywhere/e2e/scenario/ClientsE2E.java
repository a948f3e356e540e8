package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every client reads from the sidecar unmodified, and goes on when its credentials are renewed. Sessions last two minutes here and are
 * refused from then on: a client that does not fetch new ones fails.
 */
@NeedsCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsE2E {
    private static final String POD = "clients";
    private static final String DEFAULT = "clients-default";
    private static final Duration SESSION = Duration.ofSeconds(120);
    private static final Duration PATIENCE = SESSION.plusSeconds(180);

    private final Emulator emulator = Installation.get().emulator();

    @BeforeAll
    void start_all_clients_at_once() {
        Images.load(
                Installation.get().cluster(),
                Client.ALL.stream()
                        .filter(Client::built)
                        .map(Client::image)
                        .filter(image -> !Installation.IMAGES.contains(image))
                        .distinct()
                        .toList());
        for (Way way : Way.values()) {
            Workload workload = Workload.namespace(way.role).bind(way.role);
            if (way == Way.PROFILE) {
                workload.bind(DEFAULT);
            }
            emulator.shortenSessions(way.role, SESSION);
            workload.create(pod(workload, way));
        }
    }

    /** A container for each client. */
    private static PodBuilder pod(Workload workload, Way way) {
        Container[] loops = clients(way)
                .filter(Client::built)
                .map(client -> way == Way.PROFILE
                        ? client.loop()
                                .addNewEnv()
                                .withName("AWS_PROFILE")
                                .withValue(way.role)
                                .endEnv()
                        : client.loop())
                .map(ContainerBuilder::build)
                .toArray(Container[]::new);
        var metadata = workload.pod(POD, loops).editMetadata();
        switch (way) {
            case ENDPOINT -> metadata.addToAnnotations(Annotations.DELIVERY, "Endpoint");
            case FILES -> metadata.addToAnnotations(Annotations.DELIVERY, "Files");
            case PROFILE -> metadata.addToAnnotations(Annotations.ROLE, DEFAULT);
        }
        return metadata.endMetadata();
    }

    private static Stream<Client> clients(Way way) {
        return Client.ALL.stream().filter(client -> client.ways().contains(way));
    }

    static List<Arguments> ways_and_clients() {
        return Stream.of(Way.values())
                .flatMap(way -> clients(way).map(client -> Arguments.of(way, client)))
                .toList();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("ways_and_clients")
    void a_client_goes_on_through_a_renewal(Way way, Client client) {
        assumeTrue(
                client.built(),
                () -> client.image() + " was not built: make workloads says which toolchain to install");
        Workload workload = Workload.of(way.role);
        await(client + " has called with two sessions")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> ended(workload, client) || sessionsUsed(way, client) > 1);
        assertThat(ended(workload, client))
                .as(() -> client + " failed: " + workload.log(POD, client.name()))
                .isFalse();
    }

    @Test
    void the_default_of_several_roles_needs_no_shell_in_the_image() {
        assumeTrue(Images.exist(Client.GO_IMAGE), () -> Client.GO_IMAGE + " was not built: install Go");
        Workload workload = Workload.of(Way.PROFILE.role);
        workload.create(workload.pod("scratch", container("go", Client.GO_IMAGE).build())
                .editMetadata()
                .addToAnnotations(Annotations.ROLE, DEFAULT)
                .endMetadata());
        workload.awaitLog("scratch", "go", ":assumed-role/" + DEFAULT + "/");
    }

    private int sessionsUsed(Way way, Client client) {
        return emulator.callers(way.role).entrySet().stream()
                .filter(caller -> caller.getKey().startsWith(client.product()))
                .mapToInt(caller -> caller.getValue())
                .sum();
    }

    private static boolean ended(Workload workload, Client client) {
        return workload.get(POD).getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getName().equals(client.name())
                        && status.getState().getTerminated() != null);
    }

    @AfterAll
    void show_what_was_run() {
        for (Way way : Way.values()) {
            System.out.printf("%s: sessions that each client called with: %s%n", way, emulator.callers(way.role));
            Workload.of(way.role).end();
        }
    }
}
