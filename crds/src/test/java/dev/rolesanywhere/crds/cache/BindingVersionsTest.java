package dev.rolesanywhere.crds.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.naming.InvalidNameException;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient
class BindingVersionsTest {
    private static final String PATH =
            "/apis/rolesanywhere.dev/v1alpha1/namespaces/shop/awsrolebindings?includeObject=None";
    private static final String TABLE = """
            {"kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": {"resourceVersion": "99"},
             "columnDefinitions": [{"name": "Name", "type": "string"}, {"name": "ROLE", "type": "string"}, {"name": "%s", "type": "string"}],
             "rows": [{"cells": ["reads", "reader", "7"]}, {"cells": ["writes", "writer", "8"]}]}""";
    private static final String COLUMNS =
            "\"columnDefinitions\": [{\"name\": \"Name\"}, {\"name\": \"" + AWSRoleBinding.VERSION_COLUMN + "\"}]";

    KubernetesMockServer apiServer;
    KubernetesClient client;

    @Test
    void the_same_versions_are_a_match() {
        answer(TABLE.formatted(AWSRoleBinding.VERSION_COLUMN));
        assertThat(match(binding("writes", "8"), binding("reads", "7"))).isTrue();
    }

    @Test
    void a_missing_deleted_or_older_binding_does_not_match() {
        answer(TABLE.formatted(AWSRoleBinding.VERSION_COLUMN));
        assertThat(match(binding("reads", "7"))).isFalse();
        assertThat(match(binding("reads", "7"), binding("writes", "8"), binding("gone", "9")))
                .isFalse();
        assertThat(match(binding("reads", "7"), binding("writes", "6"))).isFalse();
        assertThat(match()).isFalse();
    }

    @Test
    void a_table_without_the_column_is_ignored() {
        answer(TABLE.formatted("OTHER"));
        assertThat(match(binding("reads", "7"), binding("writes", "8"))).isFalse();
    }

    @Test
    void an_answer_without_a_table_is_ignored() {
        answer("{\"kind\": \"AWSRoleBindingList\", \"items\": []}");
        assertThat(match()).isFalse();
        assertThat(new BindingVersions(client).versions(new byte[] {'{'})).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\": \"Table\", %s}",
                "{\"kind\": \"Status\", \"rows\": [], %s}",
                "{\"kind\": \"Table\", \"metadata\": {\"continue\": \"more\"}, \"rows\": [], %s}"
            })
    void an_answer_that_is_not_a_whole_table_is_no_namespace_without_bindings(String body) {
        answer(body.formatted(COLUMNS));
        assertThat(match()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null"})
    void a_table_without_rows_is_a_namespace_without_bindings(String rows) {
        answer("{\"kind\": \"Table\", \"rows\": " + rows + ", " + COLUMNS + "}");
        assertThat(match()).isTrue();
        assertThat(match(binding("reads", "7"))).isFalse();
    }

    @Test
    void a_rejected_request_is_an_error_and_no_mismatch() {
        apiServer.expect().get().withPath(PATH).andReturn(403, "{}").always();
        assertThatThrownBy(() -> match(binding("reads", "7")))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("403");
    }

    @Test
    void a_namespace_that_would_be_another_path_is_rejected() {
        assertThatThrownBy(() -> new BindingVersions(client).match("shop/../bank", List.of()))
                .isInstanceOf(InvalidNameException.class);
    }

    private void answer(String body) {
        apiServer.expect().get().withPath(PATH).andReturn(200, body).always();
    }

    private boolean match(AWSRoleBinding... known) {
        return new BindingVersions(client).match("shop", List.of(known));
    }

    private static AWSRoleBinding binding(String name, String version) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace("shop")
                .withResourceVersion(version)
                .build());
        return binding;
    }
}
