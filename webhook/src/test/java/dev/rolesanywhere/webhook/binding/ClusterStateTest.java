package dev.rolesanywhere.webhook.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec.RoleReference;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.cache.AccountRecord;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.naming.InvalidNameException;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.crds.trustanchor.ManagedRegistration;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The caches are empty, except where a test fills them. */
class ClusterStateTest {
    private static final String ADDRESS = "10.0.0.1";
    private static final String AN_EMPTY_TABLE = """
            {"kind": "Table", "columnDefinitions": [{"name": "Name"}, {"name": "VERSION"}], "rows": []}
            """;
    private static final String A_TABLE_WITH_ONE_BINDING = """
            {"kind": "Table", "columnDefinitions": [{"name": "Name"}, {"name": "VERSION"}], "rows": [{"cells": ["orders-reader", "7"]}]}
            """;

    private final Map<ServerRequest, Queue<ServerResponse>> expected = new HashMap<>();
    private final KubernetesMockServer apiServer = new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            expected,
            new KubernetesMixedDispatcher(
                    expected,
                    List.of(
                            CustomResourceDefinitionContext.fromCustomResourceType(AWSRoleBinding.class),
                            CustomResourceDefinitionContext.fromCustomResourceType(AWSRole.class),
                            CustomResourceDefinitionContext.fromCustomResourceType(AWSTrustAnchor.class))),
            false);

    @BeforeEach
    void start() {
        apiServer.init();
    }

    @AfterEach
    void stop() {
        apiServer.destroy();
    }

    @Test
    void a_binding_that_the_cache_does_not_have_is_found_in_the_api_server() {
        try (KubernetesClient client = apiServer.createClient()) {
            bind(client, "orders");
            assertThat(state(client).rolesOf("shop", "orders").inForce())
                    .extracting(BoundRole::role)
                    .containsExactly("orders-reader");
        }
    }

    @Test
    void a_second_binding_outside_the_cache_is_found() throws Exception {
        try (KubernetesClient client = apiServer.createClient()) {
            bind(client, "orders");
            ClusterCaches caches = filledAndStopped(client);
            bind(client, "orders", "orders-writer");

            assertThat(new ClusterState(client, caches, Clock.systemUTC())
                            .rolesOf("shop", "orders")
                            .inForce())
                    .extracting(BoundRole::role)
                    .containsExactlyInAnyOrder("orders-reader", "orders-writer");
        }
    }

    @Test
    void if_the_api_server_refuses_the_cached_bindings_count() throws Exception {
        try (KubernetesClient client = apiServer.createClient()) {
            bind(client, "orders");
            ClusterCaches caches = filledAndStopped(client);
            apiServer.setUnsupported("/apis/rolesanywhere.dev");

            assertThat(new ClusterState(client, caches, Clock.systemUTC())
                            .rolesOf("shop", "orders")
                            .inForce())
                    .extracting(BoundRole::role)
                    .containsExactly("orders-reader");
        }
    }

    @Test
    void the_api_server_gets_at_most_ten_requests_at_once() {
        try (KubernetesClient client = apiServer.createClient()) {
            ClusterState state = state(client);
            for (int i = 0; i < 10; i++) {
                state.rolesOf("shop", "orders");
            }
            bind(client, "orders");
            assertThat(state.rolesOf("shop", "orders").inForce()).isEmpty();
        }
    }

    @Test
    void in_a_flow_of_pods_a_read_beside_the_reviews_finds_that_the_cache_is_behind() throws Exception {
        try (KubernetesClient client = apiServer.createClient()) {
            account(client, "default");
            ClusterCaches caches = filledAndStopped(client);
            List<Runnable> beside = new ArrayList<>();
            TestClock clock = new TestClock(Instant.parse("2026-01-05T10:00:00Z"));
            ClusterState state = new ClusterState(client, caches, clock, beside::add);
            theApiServerHas(AN_EMPTY_TABLE);
            for (int pod = 0; pod < 11; pod++) {
                state.rolesOf("shop", "orders");
            }

            clock.pass(Duration.ofMillis(100));
            state.rolesOf("shop", "orders");
            assertThat(beside).hasSize(1);

            theApiServerHas(A_TABLE_WITH_ONE_BINDING);
            beside.removeFirst().run();
            bind(client, "orders");
            clock.pass(Duration.ofMillis(100));
            assertThat(state.rolesOf("shop", "orders").inForce()).hasSize(1);
            assertThat(beside).isEmpty();
        }
    }

    @Test
    void if_the_api_server_refuses_the_cache_is_used() {
        try (KubernetesClient client = apiServer.createClient()) {
            apiServer.setUnsupported("/apis/rolesanywhere.dev");
            assertThat(state(client).rolesOf("shop", "orders").inForce()).isEmpty();
        }
    }

    @Test
    void a_service_account_that_the_cache_does_not_have_is_read_from_the_api_server() {
        try (KubernetesClient client = apiServer.createClient()) {
            account(client, "orders");
            assertThat(state(client).annotationsOf("shop", "orders", ADDRESS))
                    .containsExactly(Map.entry(Annotations.REGION, "eu-west-1"));
        }
    }

    @Test
    void a_service_account_that_does_not_exist_has_no_annotations() {
        try (KubernetesClient client = apiServer.createClient()) {
            assertThat(state(client).annotationsOf("shop", "nobody", ADDRESS)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-system/../x", "a?b=c", "..", "a/b", "a%2fb", ""})
    void a_name_that_kubernetes_does_not_allow_never_enters_a_request(String name) {
        try (KubernetesClient client = apiServer.createClient()) {
            ClusterState state = state(client);
            assertThatThrownBy(() -> state.rolesOf(name, "orders")).isInstanceOf(InvalidNameException.class);
            assertThatThrownBy(() -> state.annotationsOf(name, "orders", ADDRESS))
                    .isInstanceOf(InvalidNameException.class);
            assertThatThrownBy(() -> state.annotationsOf("shop", name, ADDRESS))
                    .isInstanceOf(InvalidNameException.class);
            assertThat(apiServer.getRequestCount()).isZero();
        }
    }

    @Test
    void invented_serviceaccounts_do_not_become_any_number_of_requests() {
        try (KubernetesClient client = apiServer.createClient()) {
            ClusterState state = state(client);
            for (int i = 0; i < 50; i++) {
                state.annotationsOf("shop", "invented-" + i, ADDRESS);
            }
            assertThatThrownBy(() -> state.annotationsOf("shop", "one-more", ADDRESS))
                    .isInstanceOf(TooManyLookUpsException.class);
            assertThat(state.annotationsOf("shop", "one-more", "10.0.0.2")).isEmpty();
        }
    }

    @Test
    void filled_caches_hold_names_and_annotations() throws Exception {
        try (KubernetesClient client = apiServer.createClient()) {
            bind(client, "orders");
            AWSRole role = new AWSRole();
            role.getMetadata().setName("orders-reader");
            client.resource(role).create();
            account(client, "orders");
            ClusterCaches caches = filled(client);
            ClusterState state = new ClusterState(client, caches, Clock.systemUTC());
            assertThat(state.rolesOf("shop", "orders").inForce())
                    .extracting(BoundRole::exists)
                    .containsExactly(true);
            assertThat(caches.account("shop", "orders"))
                    .extracting(AccountRecord::annotations)
                    .isEqualTo(Map.of(Annotations.REGION, "eu-west-1"));
            caches.stop(new ShutdownEvent());
        }
    }

    @Test
    void a_role_that_is_not_registered_yet_has_the_one_region_of_the_managed_registration() throws Exception {
        assertThat(regionWith(registration("111122223333", "eu-west-1"), registration("444455556666", "us-east-1")))
                .isEqualTo("eu-west-1");
    }

    @Test
    void of_two_managed_regions_nobody_knows_which_one_will_serve() throws Exception {
        assertThat(regionWith(registration("111122223333", "eu-west-1"), registration("111122223333", "us-east-1")))
                .isNull();
    }

    @Test
    void a_managed_registration_of_another_account_or_one_that_is_to_go_gives_no_region() throws Exception {
        ManagedRegistration absent =
                new ManagedRegistration("111122223333", "eu-west-1", null, ManagedRegistration.State.Absent);

        assertThat(regionWith(registration("444455556666", "us-east-1"), absent))
                .isNull();
    }

    private static ManagedRegistration registration(String account, String region) {
        return new ManagedRegistration(account, region, null, null);
    }

    /** That a pod gets whose role has no status yet. */
    private @Nullable String regionWith(ManagedRegistration... registrations) throws Exception {
        try (KubernetesClient client = apiServer.createClient()) {
            bind(client, "orders");
            client.resource(Serialization.unmarshal("""
                            metadata: {name: orders-reader}
                            spec: {roleARN: "arn:aws:iam::111122223333:role/orders-reader"}
                            """, AWSRole.class)).create();
            AWSTrustAnchor anchor = new AWSTrustAnchor();
            anchor.getMetadata().setName("default");
            anchor.setSpec(new AWSTrustAnchorSpec(
                    "prod-1.example.org",
                    new CertificateAuthoritySpec(null, null),
                    null,
                    null,
                    List.of(registrations),
                    null));
            client.resource(anchor).create();
            ClusterCaches caches = filled(client);
            ClusterState state = new ClusterState(client, caches, Clock.systemUTC());
            String region = state.rolesOf("shop", "orders").inForce().getFirst().region();
            caches.stop(new ShutdownEvent());
            return region;
        }
    }

    private static ClusterCaches filledAndStopped(KubernetesClient client) throws InterruptedException {
        ClusterCaches caches = filled(client);
        caches.stop(new ShutdownEvent());
        return caches;
    }

    private static ClusterCaches filled(KubernetesClient client) throws InterruptedException {
        ClusterCaches caches = new ClusterCaches(client);
        caches.start(new StartupEvent());
        Instant deadline = Clock.systemUTC().instant().plusSeconds(60);
        while (!caches.filled() && Clock.systemUTC().instant().isBefore(deadline)) {
            Thread.sleep(20);
        }
        return caches;
    }

    private static ClusterState state(KubernetesClient client) {
        Clock stopped = Clock.fixed(Instant.parse("2026-01-05T10:00:00Z"), ZoneOffset.UTC);
        return new ClusterState(client, new ClusterCaches(client), stopped);
    }

    /** The mock of the API server has no tables of its own. */
    private void theApiServerHas(String table) {
        expected.clear();
        apiServer
                .expect()
                .get()
                .withPath("/apis/rolesanywhere.dev/v1alpha1/namespaces/shop/awsrolebindings?includeObject=None")
                .andReturn(200, table)
                .always();
    }

    private static void account(KubernetesClient client, String name) {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName(name)
                        .withAnnotations(Map.of(Annotations.REGION, "eu-west-1", "of-others", "x"))
                        .endMetadata()
                        .build())
                .create();
    }

    private static void bind(KubernetesClient client, String serviceAccount) {
        bind(client, serviceAccount, "orders-reader");
    }

    private static void bind(KubernetesClient client, String serviceAccount, String role) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.getMetadata().setNamespace("shop");
        binding.getMetadata().setName(role);
        binding.setSpec(new AWSRoleBindingSpec(
                new RoleReference(role), List.of(new Subject(null, serviceAccount)), null, null, null, null));
        client.resource(binding).create();
    }
}
