package dev.rolesanywhere.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How often the operator writes statuses for one binding, and for one pod that comes and goes: each write is an event for every watch, and is
 * stored. Counted as a real API server reports changes.
 */
@NeedsApiServer
class StatusWritesIT {
    private static final String SYSTEM = "status-writes";
    private static final String NAME = "counted";

    /** A check of a namespace's pods, its report for a role, and some seconds more. */
    private static final Duration QUIET = Duration.ofSeconds(35);

    private static KubernetesClient client;
    private static OperatorProcess operator;
    private static dev.rolesanywhere.operator.cluster.Issuing issuing;

    @BeforeAll
    static void start() throws Exception {
        ApiServer server = ApiServer.shared();
        client = server.client();
        server.namespace(SYSTEM);
        operator = OperatorProcess.start(server, SYSTEM, NAME, "counted-0");
        client.resource(Manifests.trustAnchor(NAME)).serverSideApply();
        int port = operator.port();
        // A registration that exists before the CA would mean that an earlier CA existed.
        await().atMost(Duration.ofMinutes(2))
                .until(() -> client.secrets()
                                .inNamespace(SYSTEM)
                                .withName("awsta-" + NAME + "-ca")
                                .get()
                        != null);
        client.resources(AWSTrustAnchor.class)
                .withName(NAME)
                .patch(PatchContext.of(PatchType.JSON_MERGE), Manifests.registered());
        String bundle = await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> client.configMaps()
                                .inNamespace(SYSTEM)
                                .withName(NAME + "-issuer-bundle")
                                .get(),
                        found -> found != null)
                .getData()
                .get("ca.crt");
        issuing = new dev.rolesanywhere.operator.cluster.Issuing(
                client, port, NAME + "-issuer." + SYSTEM + ".svc", bundle);
    }

    @AfterAll
    static void stop() throws Exception {
        operator.close();
        client.resources(AWSTrustAnchor.class).withName(NAME).delete();
    }

    @Test
    void a_new_binding_needs_one_status_write_and_a_pods_life_two_for_binding_and_role() throws Exception {
        String name = prepared("status-writes-one");
        try (Changes<AWSRoleBinding> bindings = Changes.of(AWSRoleBinding.class, AWSRoleBinding::getStatus, name);
                Changes<AWSRole> roles = Changes.of(AWSRole.class, AWSRole::getStatus, name)) {
            client.resource(Manifests.binding(name, name, "orders")).create();
            await().atMost(Duration.ofMinutes(2)).until(() -> is(name, "Ready", "Serving"));
            pause();
            assertThat(bindings.seen()).hasSize(1);
            assertThat(roles.seen()).hasSize(1);

            // Within the time in which changes of pods are collected: a check in between finds a starting pod.
            ApiServer.shared().podWithSidecar(name, "orders-1", "orders");
            String token = issuing.token(name, "orders", "orders-1", Issuing.AUDIENCE);
            assertThat(issuing.certificates(token).status()).isEqualTo(200);
            assertThat(issuing.outcome(token, name, "Accepted", "ok").status()).isEqualTo(204);
            ApiServer.shared().runs(name, "orders-1");
            await().atMost(Duration.ofMinutes(2)).until(() -> is(name, "PodsServed", "AllServed"));
            client.pods()
                    .inNamespace(name)
                    .withName("orders-1")
                    .withGracePeriod(0)
                    .delete();
            await().atMost(Duration.ofMinutes(4)).until(() -> is(name, "PodsServed", "NoPods"));
            pause();
            assertThat(bindings.seen()).hasSize(1 + 2);
            assertThat(roles.seen()).hasSize(1 + 2);
        }
    }

    /** A role that is ready, and a ServiceAccount. */
    private static String prepared(String name) {
        ApiServer.shared().namespace(name);
        ApiServer.shared().serviceAccount(name, "orders");
        client.resource(Manifests.role(name, NAME)).create();
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        client.resources(AWSRole.class).withName(name).require().getStatus() != null
                                && condition(
                                                client.resources(AWSRole.class)
                                                        .withName(name)
                                                        .require()
                                                        .getStatus()
                                                        .conditions(),
                                                "Ready")
                                        .holds());
        return name;
    }

    /** The absence of further writes can only be observed over time. */
    private static void pause() {
        await().pollDelay(QUIET).atMost(QUIET.multipliedBy(2)).until(() -> true);
    }

    private static boolean is(String name, String type, String reason) {
        AWSRoleBinding binding = client.resources(AWSRoleBinding.class)
                .inNamespace(name)
                .withName(name)
                .require();
        return binding.getStatus() != null
                && condition(binding.getStatus().conditions(), type).reason().equals(reason);
    }

    private static Condition condition(List<Condition> conditions, String type) {
        return Conditions.find(conditions, type).orElseThrow();
    }

    /** The statuses that changes of one object bring, in order. */
    private record Changes<T extends CustomResource<?, ?>>(List<String> seen, Watch watch) implements AutoCloseable {
        static <T extends CustomResource<?, ?>> Changes<T> of(Class<T> kind, Function<T, Object> status, String name) {
            List<String> seen = new CopyOnWriteArrayList<>();
            Watch watch = client.resources(kind)
                    .inAnyNamespace()
                    .withField("metadata.name", name)
                    .watch(new Watcher<>() {
                        @Override
                        public void eventReceived(Action action, T object) {
                            if (action == Action.MODIFIED) {
                                seen.add(String.valueOf(status.apply(object)));
                            }
                        }

                        @Override
                        public void onClose(WatcherException cause) {
                            seen.add("the watch ended: " + cause);
                        }
                    });
            return new Changes<>(seen, watch);
        }

        @Override
        public void close() {
            watch.close();
        }
    }
}
