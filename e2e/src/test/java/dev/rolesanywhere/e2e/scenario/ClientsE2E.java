package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.e2e.cluster.Beside;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every client works unmodified with the sidecar, or with its node's agent, before and after a renewal of its
 * credentials. Sessions last three minutes here and are then refused, so a client that does not fetch new ones fails.
 */
@NeedsCluster
@Beside
@Order(1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClientsE2E {
    private static final String POD = "clients";
    private static final String DEFAULT = "clients-default";
    /** A session is not served in its last minute. A busy node may delay the emulator's answer for that long. */
    private static final Duration SESSION = Duration.ofMinutes(3);

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
        Container[] loops = clients(way, Set.of(Seen.values()))
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
        var metadata = workload.pod(POD, loops)
                .editSpec()
                // DynamoDB's own name, the account in front, leads to the emulator.
                .addNewHostAlias()
                .withIp(Installation.get()
                        .client()
                        .services()
                        .inNamespace("aws")
                        .withName("dynamodb")
                        .require()
                        .getSpec()
                        .getClusterIP())
                .withHostnames("111122223333.ddb.eu-west-1.amazonaws.com")
                .endHostAlias()
                .endSpec()
                .editMetadata();
        switch (way) {
            case ENDPOINT -> metadata.addToAnnotations(Annotations.DELIVERY, "Endpoint");
            case FILES -> metadata.addToAnnotations(Annotations.DELIVERY, "Files");
            case PROFILE -> metadata.addToAnnotations(Annotations.ROLE, DEFAULT);
            case NODE_AGENT -> metadata.addToAnnotations(Annotations.DELIVERY, "NodeAgent");
        }
        return metadata.endMetadata();
    }

    private static Stream<Client> clients(Way way, Set<Seen> seen) {
        return Client.ALL.stream()
                .filter(client -> client.seen().containsKey(way))
                .filter(client -> seen.contains(client.seen().get(way)));
    }

    private static List<Arguments> of(Seen seen) {
        return Stream.of(Way.values())
                .flatMap(way -> clients(way, Set.of(seen)).map(client -> Arguments.of(way, client)))
                .toList();
    }

    static List<Arguments> that_renew() {
        return of(Seen.RENEWS);
    }

    @Order(1)
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("that_renew")
    void a_client_works_before_and_after_a_renewal(Way way, Client client) {
        assumeBuilt(client);
        awaitCalls(way, client, way.role, 2);
    }

    static List<Arguments> that_find_none() {
        return of(Seen.FINDS_NONE);
    }

    /** That it runs, and would call, the endpoint shows. */
    @Order(2)
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("that_find_none")
    void a_client_that_supports_only_the_endpoint_finds_no_credentials_in_files(Way way, Client client) {
        assumeBuilt(client);
        awaitCalls(way, Client.BOTO3, way.role, 2);
        assertThat(sessionsUsed(way.role, client))
                .as(() -> client + " is said to find no credentials, and does (docs/clients.md)")
                .isZero();
    }

    static List<Arguments> that_are_the_default_role() {
        return of(Seen.IS_DEFAULT_ROLE);
    }

    @Order(3)
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("that_are_the_default_role")
    void a_client_that_supports_only_the_endpoint_uses_the_default_role_for_every_profile(Way way, Client client) {
        assumeBuilt(client);
        awaitCalls(way, client, DEFAULT, 1);
        assertThat(sessionsUsed(way.role, client))
                .as(() -> client + " is said not to know AWS_PROFILE, and does (docs/clients.md)")
                .isZero();
    }

    private static void assumeBuilt(Client client) {
        assumeTrue(
                client.built(),
                () -> client.image() + " was not built: make workloads says which toolchain to install");
    }

    private void awaitCalls(Way way, Client client, String role, int sessions) {
        Workload workload = Workload.of(way.role);
        await(client + " has called with so many sessions: " + sessions)
                .atMost(Cluster.PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> ended(workload, client) || sessionsUsed(role, client) >= sessions);
        assertThat(ended(workload, client))
                .as(() -> client + " failed: " + workload.log(POD, client.name()))
                .isFalse();
    }

    @Test
    void the_default_of_several_roles_works_in_an_image_without_a_shell() {
        assumeTrue(Images.exist(Client.GO_IMAGE), () -> Client.GO_IMAGE + " was not built: install Go");
        Workload workload = Workload.of(Way.PROFILE.role);
        workload.create(workload.pod("scratch", container("go", Client.GO_IMAGE).build())
                .editMetadata()
                .addToAnnotations(Annotations.ROLE, DEFAULT)
                .endMetadata());
        workload.awaitLog("scratch", "go", ":assumed-role/" + DEFAULT + "/");
    }

    private int sessionsUsed(String role, Client client) {
        return emulator.callers(role).entrySet().stream()
                .filter(caller -> client.product().is(caller.getKey()))
                .mapToInt(caller -> caller.getValue())
                .sum();
    }

    private static boolean ended(Workload workload, Client client) {
        return workload.get(POD).getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getName().equals(client.name())
                        && status.getState().getTerminated() != null);
    }

    @AfterAll
    void print_the_tested_clients() {
        for (Way way : Way.values()) {
            System.out.printf("%s: sessions that each client called with: %s%n", way, emulator.callers(way.role));
            Workload.of(way.role).end();
        }
        System.out.printf("default role: %s%n", emulator.callers(DEFAULT));
    }
}
