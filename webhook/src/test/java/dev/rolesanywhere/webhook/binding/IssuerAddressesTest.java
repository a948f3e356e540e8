package dev.rolesanywhere.webhook.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerAddressesTest {
    private static final String URL = "https://ra-issuer.aws.svc";

    private final KubernetesMockServer apiServer = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final TestClock clock = new TestClock(Instant.EPOCH);

    @BeforeEach
    void start() {
        apiServer.init();
    }

    @AfterEach
    void stop() {
        apiServer.destroy();
    }

    @Test
    void the_addresses_of_both_families_come_from_the_service() {
        try (KubernetesClient client = apiServer.createClient()) {
            service(client, "10.43.0.10", "fd00:43::a");
            assertThat(addresses(client, URL).current()).containsExactly("10.43.0.10", "fd00:43::a");
        }
    }

    @Test
    void a_changed_address_is_known_half_a_minute_later_without_a_read_in_between() {
        try (KubernetesClient client = apiServer.createClient()) {
            service(client, "10.43.0.10");
            IssuerAddresses addresses = addresses(client, URL);
            assertThat(addresses.current()).containsExactly("10.43.0.10");

            service(client, "10.43.0.99");
            clock.pass(Duration.ofSeconds(29));
            assertThat(addresses.current()).containsExactly("10.43.0.10");
            clock.pass(Duration.ofSeconds(1));
            assertThat(addresses.current()).containsExactly("10.43.0.99");
        }
    }

    @Test
    void an_unreachable_api_server_leaves_the_known_addresses() {
        try (KubernetesClient client = apiServer.createClient()) {
            service(client, "10.43.0.10");
            IssuerAddresses addresses = addresses(client, URL);
            addresses.current();
            apiServer
                    .expect()
                    .get()
                    .withPath("/api/v1/namespaces/aws/services/ra-issuer")
                    .andReturn(403, "")
                    .always();
            clock.pass(Duration.ofMinutes(1));
            assertThat(addresses.current()).containsExactly("10.43.0.10");
        }
    }

    @Test
    void a_headless_service_has_none() {
        try (KubernetesClient client = apiServer.createClient()) {
            service(client, "None");
            assertThat(addresses(client, URL).current()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://issuer.example.com", "https://issuer", "https://127.0.0.1:8443", "https://a_b.aws.svc"})
    void a_url_without_a_service_causes_no_lookup(String url) {
        try (KubernetesClient client = apiServer.createClient()) {
            assertThat(addresses(client, url).current()).isEmpty();
            assertThat(apiServer.getRequestCount()).isZero();
        }
    }

    private IssuerAddresses addresses(KubernetesClient client, String url) {
        return new IssuerAddresses(client, clock, URI.create(url));
    }

    private static void service(KubernetesClient client, String... addresses) {
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("ra-issuer")
                        .withNamespace("aws")
                        .endMetadata()
                        .withNewSpec()
                        .withClusterIP(addresses[0])
                        .withClusterIPs(List.of(addresses))
                        .endSpec()
                        .build())
                .createOr(existing -> existing.update());
    }
}
