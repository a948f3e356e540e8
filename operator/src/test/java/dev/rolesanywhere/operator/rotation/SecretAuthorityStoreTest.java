package dev.rolesanywhere.operator.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.ownobjects.OwnObjects;
import dev.rolesanywhere.operator.ownobjects.StoredBundle;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Map;
import java.util.Optional;
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
        assertThat(store().read(name)).isEmpty();
        assertThat(apiServer.getRequestCount()).isZero();
    }

    @Test
    void a_secret_is_replaced_if_its_version_is_unchanged() {
        SecretAuthorityStore store = store();
        store.create("default", "awsta-default-ca", Map.of("tls.crt", "1", "tls.key", "1", "next.key", "n"));
        StoredSecret read = store.created("awsta-default-ca");

        assertThat(store.replace(read, Map.of("tls.crt", "2", "tls.key", "2"))).isTrue();

        StoredSecret now = store.created("awsta-default-ca");
        assertThat(now.data()).containsOnlyKeys("tls.crt", "tls.key");
        assertThat(now.data().get("tls.key")).isEqualTo("2".getBytes(UTF_8));
        assertThat(now.version()).isNotEqualTo(read.version());
    }

    @Test
    void replacing_the_data_keeps_type_labels_and_annotations() {
        SecretAuthorityStore store = store();
        store.create("default", "awsta-default-ca", Map.of("tls.crt", "1", "tls.key", "1"));
        client.secrets().inNamespace("system").withName("awsta-default-ca").edit(it -> new SecretBuilder(it)
                .editMetadata()
                .addToAnnotations("backup", "nightly")
                .endMetadata()
                .build());

        store.replace(store.created("awsta-default-ca"), Map.of("tls.crt", "2", "tls.key", "2"));

        Secret secret = client.secrets()
                .inNamespace("system")
                .withName("awsta-default-ca")
                .get();
        assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
        assertThat(secret.getMetadata().getLabels()).containsValue("default");
        assertThat(secret.getMetadata().getAnnotations()).containsEntry("backup", "nightly");
    }

    @Test
    void a_write_is_one_request() {
        SecretAuthorityStore store = store();
        store.create("default", "awsta-default-ca", Map.of("tls.crt", "1", "tls.key", "1"));
        StoredSecret read = store.created("awsta-default-ca");
        int before = apiServer.getRequestCount();

        store.replace(read, Map.of("tls.crt", "2", "tls.key", "2"));

        assertThat(apiServer.getRequestCount()).isEqualTo(before + 1);
    }

    @Test
    void a_write_with_an_older_version_fails() {
        SecretAuthorityStore store = store();
        store.create("default", "awsta-default-ca", Map.of("tls.crt", "1", "tls.key", "1"));
        StoredSecret read = store.created("awsta-default-ca");
        store.replace(read, Map.of("tls.crt", "2", "tls.key", "2"));

        assertThat(store.replace(read, Map.of("tls.crt", "3", "tls.key", "3"))).isFalse();
        assertThat(store.created("awsta-default-ca").data().get("tls.crt")).isEqualTo("2".getBytes(UTF_8));
        assertThat(read.toString()).doesNotContain("tls.key");
    }

    @Test
    void a_secret_that_was_deleted_is_not_created_by_a_replacement() {
        SecretAuthorityStore store = store();
        store.create("default", "awsta-default-ca", Map.of("tls.crt", "1", "tls.key", "1"));
        StoredSecret read = store.created("awsta-default-ca");
        client.secrets().inNamespace("system").withName("awsta-default-ca").delete();

        assertThat(store.replace(read, Map.of("tls.crt", "2", "tls.key", "2"))).isFalse();
        assertThat(store.read("awsta-default-ca")).isEmpty();
    }

    @Test
    void an_object_that_another_writer_created_first_is_unchanged() {
        SecretAuthorityStore store = store();
        store.create("default", "awsta-default-ca", Map.of("tls.crt", "1", "tls.key", "1"));

        assertThat(store.create("default", "awsta-default-ca", Map.of("tls.crt", "2", "tls.key", "2")))
                .isFalse();
        assertThat(store.created("awsta-default-ca").data().get("tls.crt")).isEqualTo("1".getBytes(UTF_8));
    }

    @Test
    void a_bundle_is_written_only_if_it_differs_and_its_version_is_unchanged() {
        SecretAuthorityStore store = store();
        store.publish("default", "awsta-default-ca", "first", Optional.empty());
        Optional<StoredBundle> first = store.published("awsta-default-ca");
        int before = apiServer.getRequestCount();
        store.publish("default", "awsta-default-ca", "first", first);
        assertThat(apiServer.getRequestCount()).isEqualTo(before);

        store.publish("default", "awsta-default-ca", "second", first);

        assertThatThrownBy(() -> store.publish("default", "awsta-default-ca", "third", first))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(409));
        assertThat(store.published("awsta-default-ca").flatMap(StoredBundle::pem))
                .contains("second");
    }

    private SecretAuthorityStore store() {
        return new SecretAuthorityStore(new OwnObjects(client, new TestSettings()));
    }
}
