package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The health check of docs/clusters.md, on objects with the operator's status, in the Lua version of Argo CD; Argo CD
 * itself does not run. Runs if {@code ARGO_HEALTH} names the program; {@code make oracles} builds it.
 */
@InTurn
@NeedsCluster
@EnabledIfEnvironmentVariable(
        named = ArgoHealthE2E.VARIABLE,
        matches = ".+",
        disabledReason = "Not run: set ARGO_HEALTH to the path of the program that runs Argo CD's health checks")
class ArgoHealthE2E {
    static final String VARIABLE = "ARGO_HEALTH";

    @TempDir
    private Path folder;

    private record Health(String status, String message) {}

    @BeforeEach
    void the_script_of_the_page() throws IOException {
        String block = Document.of("docs", "clusters.md").blocks().stream()
                .map(Document.Block::text)
                .filter(text -> text.startsWith("resource.customizations.health."))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                folder.resolve("health.lua"),
                block.substring(block.indexOf('\n') + 1).stripIndent());
    }

    @Test
    void a_ready_object_is_healthy() throws Exception {
        Workload.namespace("argo-health").bind("argo-health");

        assertThat(health(object("AWSTrustAnchor", null, "default")).status()).isEqualTo("Healthy");
        assertThat(health(object("AWSRole", null, "argo-health")).status()).isEqualTo("Healthy");
        await("the binding is ready").atMost(Cluster.PATIENCE).until(() -> health(
                        object("AWSRoleBinding", "argo-health", "argo-health"))
                .status()
                .equals("Healthy"));
    }

    @Test
    void an_object_that_is_not_ready_is_degraded_with_the_operators_message() throws Exception {
        var anchors = new TrustAnchors();
        anchors.fromSecret("argo-degraded", "aaaa0003-89ab-cdef-0123-456789abcdef");
        anchors.awaitAuthority("argo-degraded", "SecretNotFound");

        Health health = health(object("AWSTrustAnchor", null, "argo-degraded"));

        assertThat(health.status()).isEqualTo("Degraded");
        assertThat(health.message()).contains("argo-degraded");
        anchors.delete("argo-degraded");
    }

    @Test
    void an_object_without_a_status_is_progressing() throws Exception {
        GenericKubernetesResource anchor = object("AWSTrustAnchor", null, "default");
        anchor.getMetadata().setGeneration(anchor.getMetadata().getGeneration() + 1);
        assertThat(health(anchor).status()).isEqualTo("Progressing");

        anchor.setAdditionalProperties(Map.of());
        assertThat(health(anchor).status()).isEqualTo("Progressing");
    }

    private static GenericKubernetesResource object(String kind, @Nullable String namespace, String name) {
        var objects = Installation.get().client().genericKubernetesResources("rolesanywhere.dev/v1alpha1", kind);
        return namespace == null
                ? objects.withName(name).require()
                : objects.inNamespace(namespace).withName(name).require();
    }

    private Health health(GenericKubernetesResource object) throws IOException, InterruptedException {
        Process lua = new ProcessBuilder(System.getenv(VARIABLE), "health.lua")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (var in = lua.getOutputStream()) {
            in.write(Serialization.asJson(object).getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(lua.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(lua.waitFor()).as(printed).isZero();
        String[] lines = printed.split("\n", 2);
        return new Health(lines[0], lines[1]);
    }
}
