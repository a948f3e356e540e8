package dev.rolesanywhere.operator.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.TestSettings;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Fabric8's mock of an API server. */
@EnableKubernetesMockClient(crud = true)
class SecretAuthorityStoreTest {
    KubernetesClient client;
    KubernetesMockServer apiServer;

    @ParameterizedTest
    @ValueSource(strings = {"../x", "../../kube-system/secrets/x", "a?b=c", "", "A"})
    void a_name_that_kubernetes_does_not_allow_never_enters_a_request(String name) {
        SecretAuthorityStore vault = new SecretAuthorityStore(client, new TestSettings());
        assertThat(vault.read(name)).isEmpty();
        assertThat(vault.held(name)).isEmpty();
        assertThat(apiServer.getRequestCount()).isZero();
    }

    @Test
    void a_secret_is_replaced_whole_if_it_has_the_version_that_was_read() {
        SecretAuthorityStore vault = new SecretAuthorityStore(client, new TestSettings());
        vault.createOrAdopt("default", "awsta-default-ca", Map.of("tls.crt", "1", "tls.key", "1", "next.key", "n"));
        AuthorityStore.Held held = vault.held("awsta-default-ca").orElseThrow();

        assertThat(vault.replace("awsta-default-ca", Map.of("tls.crt", "2", "tls.key", "2"), held.version()))
                .isTrue();

        AuthorityStore.Held now = vault.held("awsta-default-ca").orElseThrow();
        assertThat(now.data()).containsOnlyKeys("tls.crt", "tls.key");
        assertThat(now.data().get("tls.key")).isEqualTo("2".getBytes(UTF_8));
        assertThat(now.version()).isNotEqualTo(held.version());
        Secret secret = client.secrets()
                .inNamespace("system")
                .withName("awsta-default-ca")
                .get();
        assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
        assertThat(secret.getMetadata().getLabels()).containsValue("default");
    }

    @Test
    void who_read_an_older_version_writes_nothing() {
        SecretAuthorityStore vault = new SecretAuthorityStore(client, new TestSettings());
        vault.createOrAdopt("default", "awsta-default-ca", Map.of("tls.crt", "1", "tls.key", "1"));
        AuthorityStore.Held held = vault.held("awsta-default-ca").orElseThrow();
        vault.replace("awsta-default-ca", Map.of("tls.crt", "2", "tls.key", "2"), held.version());

        assertThat(vault.replace("awsta-default-ca", Map.of("tls.crt", "3", "tls.key", "3"), held.version()))
                .isFalse();
        assertThat(vault.replace("gone", Map.of(), "1")).isFalse();
        assertThat(vault.read("awsta-default-ca").orElseThrow().get("tls.crt")).isEqualTo("2".getBytes(UTF_8));
        assertThat(held.toString()).doesNotContain("tls.key");
    }
}
