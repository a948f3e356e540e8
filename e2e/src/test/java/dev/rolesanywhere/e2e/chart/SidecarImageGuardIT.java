package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user whose only right is to patch pods. The pods are never scheduled. */
@NeedsCluster
@InTurn
@ExtendWith(InstalledChart.Extension.class)
class SidecarImageGuardIT {
    private static final String POD = """
        apiVersion: v1
        kind: Pod
        metadata: {name: app, annotations: {rolesanywhere.dev/injected: "0.1.0"}}
        spec:
          serviceAccountName: orders
          nodeSelector: {there-is: none}
          automountServiceAccountToken: false
          volumes: [{name: rolesanywhere-dev-token, emptyDir: {}}]
          initContainers:
          - {name: first, image: "example.org/first:1", volumeMounts: [{name: rolesanywhere-dev-token, mountPath: /t}]}
          - {name: %s, image: "example.org/sidecar:1", restartPolicy: Always}
          - {name: migrate, image: "example.org/migrate:1"}
          containers: [{name: app, image: "example.org/app:1"}]
        """;

    private final InstalledChart chart;
    private final String namespace;
    private final KubernetesClient patcher;

    SidecarImageGuardIT(InstalledChart chart, TestInfo test) {
        this.chart = chart;
        this.namespace = "image-" + Integer.toHexString(test.getDisplayName().hashCode());
        this.patcher = chart.cluster().as("patcher-of-" + namespace);
    }

    @BeforeEach
    void grant_patch_of_pods_to_the_user() {
        chart.namespace(namespace, "orders");
        chart.create(namespace, """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: patch}
            rules: [{apiGroups: [""], resources: [pods, pods/status], verbs: [get, patch]}]
            """);
        chart.create(namespace, """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: patch}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: patch}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: patcher-of-%s}]
            """.formatted(namespace));
        chart.create(namespace, POD.formatted("aws-credentials"));
        InstalledChart.eventually(() -> !InstalledChart.refuses(() -> label("ready")));
        InstalledChart.eventually(() -> InstalledChart.refuses(() -> image("initContainers", "aws-credentials")));
    }

    @AfterEach
    void close() {
        patcher.close();
        chart.client().pods().inNamespace(namespace).withName("app").delete();
    }

    @Test
    void another_sidecar_image_is_rejected_with_the_correction() {
        assertThatThrownBy(() -> image("initContainers", "aws-credentials"))
                .hasMessageContaining(
                        "the image of the sidecar aws-credentials cannot be changed in pod " + namespace + "/app")
                .hasMessageContaining("Delete the pod");
    }

    @Test
    void another_sidecar_image_of_an_admin_is_rejected_too() {
        assertThatThrownBy(() -> patch(chart.client(), imagePatch("initContainers", "aws-credentials")))
                .hasMessageContaining("cannot be changed");
    }

    @Test
    void a_pod_without_its_annotation_is_guarded_too() {
        patch(patcher, "{\"metadata\":{\"annotations\":{\"rolesanywhere.dev/injected\":null}}}");
        assertThatThrownBy(() -> image("initContainers", "aws-credentials")).hasMessageContaining("cannot be changed");
    }

    @Test
    void another_image_of_a_container_with_the_sidecars_token_is_rejected() {
        assertThatThrownBy(() -> image("initContainers", "first")).hasMessageContaining("cannot be changed");
    }

    @Test
    void other_updates_of_the_pod_are_allowed() {
        assertThatCode(() -> label("shop")).doesNotThrowAnyException();
        assertThatCode(() -> image("containers", "app")).doesNotThrowAnyException();
        assertThatCode(() -> image("initContainers", "migrate")).doesNotThrowAnyException();
        assertThatCode(() -> pod(patcher)
                        .subresource("status")
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"phase\":\"Running\"}}"))
                .doesNotThrowAnyException();
    }

    @Test
    void a_pod_without_the_sidecar_is_not_changed() {
        chart.client()
                .pods()
                .inNamespace(namespace)
                .withName("app")
                .withGracePeriod(0)
                .delete();
        InstalledChart.eventually(() -> pod(chart.client()).get() == null);
        chart.create(namespace, POD.formatted("another"));
        assertThatCode(() -> image("initContainers", "another")).doesNotThrowAnyException();
    }

    private void label(String value) {
        patch(patcher, "{\"metadata\":{\"labels\":{\"team\":\"%s\"}}}".formatted(value));
    }

    private void image(String list, String container) {
        patch(patcher, imagePatch(list, container));
    }

    private static String imagePatch(String list, String container) {
        return "{\"spec\":{\"%s\":[{\"name\":\"%s\",\"image\":\"example.org/another:1\"}]}}".formatted(list, container);
    }

    private void patch(KubernetesClient client, String patch) {
        pod(client).patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
    }

    private io.fabric8.kubernetes.client.dsl.PodResource pod(KubernetesClient client) {
        return client.pods().inNamespace(namespace).withName("app");
    }
}
