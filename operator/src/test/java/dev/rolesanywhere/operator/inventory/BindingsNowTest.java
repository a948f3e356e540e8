package dev.rolesanywhere.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.operator.TestSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.quarkus.runtime.ShutdownEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bindings for a certificate. The API server is a mock, because a real one does not reject a table and allow a list. */
@EnableKubernetesMockClient
class BindingsNowTest {
    private static final String BINDINGS = "/apis/rolesanywhere.dev/v1alpha1/namespaces/shop/awsrolebindings";

    KubernetesMockServer apiServer;
    KubernetesClient client;
    private WatchedInventory inventory;
    private AWSRoleBinding kept;

    @BeforeEach
    void one_binding_is_watched() {
        inventory = new WatchedInventory(client, TestSettings.direct());
        inventory.itemsOf(AWSRoleBinding.class).put("shop/reads", binding("reads", "7", "reader"));
        kept = inventory.bindings("shop").getFirst();
    }

    @AfterEach
    void stop() {
        inventory.stop(new ShutdownEvent());
    }

    @Test
    void watched_bindings_with_the_api_servers_versions_are_used() {
        versions(200, "7");

        assertThat(inventory.bindingsNow("shop")).hasSize(1).first().isSameAs(kept);
    }

    @Test
    void bindings_of_the_namespace_are_listed_where_a_version_differs() {
        versions(200, "8");
        apiServer
                .expect()
                .get()
                .withPath(BINDINGS)
                .andReturn(200, """
                        {"apiVersion": "rolesanywhere.dev/v1alpha1", "kind": "AWSRoleBindingList", "items": [%s, %s]}
                        """.formatted(json("reads", "8", "writer"), json("second", "9", "reader")))
                .always();

        assertThat(inventory.bindingsNow("shop"))
                .extracting(binding -> binding.getMetadata().getName() + " "
                        + binding.getSpec().roleRef().name())
                .containsExactly("reads writer", "second reader");
    }

    @Test
    void watched_bindings_are_not_used_if_the_versions_cannot_be_read() {
        versions(403, "7");

        assertThatThrownBy(() -> inventory.bindingsNow("shop")).isInstanceOf(KubernetesClientException.class);
    }

    @Test
    void watched_bindings_are_not_used_if_a_version_differs_and_the_list_fails() {
        versions(200, "8");
        apiServer.expect().get().withPath(BINDINGS).andReturn(403, "{}").always();

        assertThatThrownBy(() -> inventory.bindingsNow("shop")).isInstanceOf(KubernetesClientException.class);
    }

    private void versions(int code, String version) {
        apiServer
                .expect()
                .get()
                .withPath(BINDINGS + "?includeObject=None")
                .andReturn(code, """
                        {"kind": "Table", "columnDefinitions": [{"name": "Name"}, {"name": "%s"}], "rows": [{"cells": ["reads", "%s"]}]}
                        """.formatted(AWSRoleBinding.VERSION_COLUMN, version))
                .always();
    }

    private static AWSRoleBinding binding(String name, String version, String role) {
        return Serialization.unmarshal(json(name, version, role), AWSRoleBinding.class);
    }

    private static String json(String name, String version, String role) {
        return """
                {"apiVersion": "rolesanywhere.dev/v1alpha1", "kind": "AWSRoleBinding",
                 "metadata": {"name": "%s", "namespace": "shop", "resourceVersion": "%s"},
                 "spec": {"roleRef": {"name": "%s"}, "subjects": [{"name": "orders"}]}}
                """.formatted(name, version, role);
    }
}
