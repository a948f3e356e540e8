package dev.rolesanywhere.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec.RoleReference;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.webhook.injection.Decision;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint over HTTPS, with the API server's messages. */
@QuarkusTest
@QuarkusTestResource(RunningWebhook.class)
class AdmissionResourceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    KubernetesClient cluster;

    @TestHTTPResource(value = "/mutate", tls = true)
    URI mutate;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @TestHTTPResource(value = "/health/live", management = true)
    URI live;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @ConfigProperty(name = "rolesanywhere.issuer.bundle-file")
    Path bundle;

    @BeforeEach
    void bind_orders() {
        cluster.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("orders")
                        .endMetadata()
                        .build())
                .createOr(existing -> existing.update());
        bind("shop", "orders");
    }

    @Test
    void a_dry_run_of_a_binding_changes_no_pod_and_causes_a_warning_and_a_count() throws Exception {
        bind("shop", "rehearsing", true);
        JsonNode response = admit(review("shop", "rehearsing"));
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.has("patch")).isFalse();
        assertThat(response.path("warnings").toString())
                .contains(
                        "AWSRoleBinding rehearsing: spec.dryRun is true, so this pod of ServiceAccount rehearsing is not changed. To inject credentials, remove spec.dryRun");
        assertThat(get(metrics).body())
                .contains("rolesanywhere_webhook_dry_runs_total{reason=\"Inject\"}")
                .contains("rolesanywhere_webhook_admissions_total{reason=\"DryRun\"}");
    }

    @Test
    void a_preview_shows_a_pod_as_if_the_dry_run_were_none() throws Exception {
        bind("shop", "rehearsing", true);
        assertThat(admit(preview("shop", "rehearsing", true))).isEqualTo(admit(preview("shop", "orders", true)));
        assertThat(admit(preview("shop", "rehearsing", true)).has("patch")).isTrue();
    }

    @Test
    void the_annotation_of_a_preview_has_no_effect_on_a_pod_that_is_kept() throws Exception {
        bind("shop", "rehearsing", true);
        assertThat(admit(preview("shop", "rehearsing", false)).has("patch")).isFalse();
        ObjectNode text = preview("shop", "rehearsing", false);
        text.withObject("/request").put("dryRun", "true");
        assertThat(admit(text).has("patch")).isFalse();
    }

    @Test
    void without_the_annotation_a_dry_run_of_the_api_server_uses_only_bindings_in_force() throws Exception {
        bind("shop", "rehearsing", true);
        ObjectNode dry = review("shop", "rehearsing");
        dry.withObject("/request").put("dryRun", true);
        assertThat(admit(dry).has("patch")).isFalse();
    }

    @Test
    void a_binding_injects_pods_only_while_it_is_not_a_dry_run() throws Exception {
        bind("toggled", "rehearsing", true);
        awaitPatch("toggled", false);
        bind("toggled", "rehearsing", null);
        awaitPatch("toggled", true);
        bind("toggled", "rehearsing", true);
        awaitPatch("toggled", false);
    }

    private void awaitPatch(String namespace, boolean patched) {
        await("the cache has the binding as it is now").untilAsserted(() -> assertThat(
                        admit(review(namespace, "rehearsing")).has("patch"))
                .isEqualTo(patched));
    }

    private static ObjectNode preview(String namespace, String serviceAccount, boolean dryRun) throws Exception {
        ObjectNode review = review(namespace, serviceAccount);
        review.withObject("/request").put("dryRun", dryRun);
        review.withObject("/request/object/metadata/annotations").put(Annotations.PREVIEW, "true");
        return review;
    }

    @Test
    void a_bound_pod_is_allowed_with_a_patch_without_nulls() throws Exception {
        JsonNode response = admit(review("shop", "orders"));
        assertThat(response.path("uid").asText()).isEqualTo("5f1c");
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
        assertThat(patch(response).findValuesAsText("path")).contains("/spec/initContainers");
        assertThat(patch(response).toString()).doesNotContain("null");
    }

    @Test
    void the_sidecar_gets_the_mounted_bundle() throws Exception {
        JsonNode sidecar = patch(admit(review("shop", "orders"))).findValues("value").stream()
                .filter(value -> value.path(0).has("startupProbe"))
                .findFirst()
                .orElseThrow()
                .path(0);
        assertThat(sidecar.at("/env/1/value").asText()).isEqualTo(Files.readString(bundle));
    }

    @Test
    void a_dry_run_is_answered_alike() throws Exception {
        ObjectNode dry = review("shop", "orders");
        dry.withObject("/request").put("dryRun", true);
        assertThat(admit(dry)).isEqualTo(admit(review("shop", "orders")));
    }

    @Test
    void an_unbound_pod_is_allowed_unchanged() throws Exception {
        JsonNode response = admit(review("shop", "default"));
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.has("patch")).isFalse();
    }

    @Test
    void a_pod_right_after_its_binding_is_injected() throws Exception {
        bind("new", "fresh");
        assertThat(admit(review("new", "fresh")).has("patch")).isTrue();
    }

    @Test
    void a_service_account_is_read_with_its_annotations() throws Exception {
        cluster.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("legacy")
                        .withAnnotations(Map.of("rolesanywhere.dev/role", "admin"))
                        .endMetadata()
                        .build())
                .createOr(existing -> existing.update());
        JsonNode response = admit(review("shop", "legacy"));
        assertThat(response.path("allowed").asBoolean()).isFalse();
        assertThat(response.at("/status/code").asInt()).isEqualTo(403);
        assertThat(response.at("/status/message").asText())
                .startsWith("AWSRole admin, requested with rolesanywhere.dev/role, is not bound");
    }

    @Test
    void a_pod_of_an_excluded_namespace_is_not_changed() throws Exception {
        bind("kube-system", "orders");
        assertThat(admit(review("kube-system", "orders")).has("patch")).isFalse();
    }

    @Test
    void a_warning_reaches_the_api_server() throws Exception {
        ObjectNode review = review("shop", "orders");
        review.withObject("/request/object/spec").put("shareProcessNamespace", true);
        assertThat(admit(review).path("warnings").toString()).contains("shareProcessNamespace");
    }

    @Test
    void an_update_is_allowed_unchanged() throws Exception {
        ObjectNode review = review("shop", "orders");
        review.withObject("/request").put("operation", "UPDATE");
        JsonNode response = admit(review);
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.has("patch")).isFalse();
    }

    @Test
    void a_pod_of_two_megabytes_is_answered() throws Exception {
        ObjectNode review = review("shop", "orders");
        review.withObject("/request/object/metadata/annotations").put("big", "x".repeat(2_000_000));
        assertThat(admit(review).has("patch")).isTrue();
    }

    @Test
    void a_body_above_the_limit_is_refused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(mutate)
                .version(HttpClient.Version.HTTP_1_1)
                .expectContinue(true)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(9_000_000)))
                .build();
        assertThat(send(request).statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "\"pod\"",
                "{}",
                "{\"apiVersion\":\"admission.k8s.io/v1beta1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"1\"}}",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{}}",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"1\",\"namespace\":\"a\",\"operation\":\"CREATE\",\"resource\":{\"group\":\"\",\"resource\":\"pods\"},\"object\":7}}"
            })
    void a_body_without_an_admission_review_is_a_bad_request(String body) throws Exception {
        assertThat(post(body).statusCode()).isEqualTo(400);
    }

    @Test
    void without_an_issuer_bundle_the_webhook_fails_is_not_ready_and_stays_live() throws Exception {
        Path away = bundle.resolveSibling("away");
        Files.move(bundle, away);
        try {
            assertThat(post(review("shop", "orders").toString()).statusCode()).isEqualTo(500);
            assertThat(get(ready).statusCode()).isEqualTo(503);
            assertThat(get(live).statusCode()).isEqualTo(200);
        } finally {
            Files.move(away, bundle);
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> get(ready).statusCode() == 200);
    }

    @Test
    void admissions_are_counted_by_reason() throws Exception {
        admit(review("shop", "orders"));
        assertThat(get(metrics).body()).contains("rolesanywhere_webhook_admissions_total{reason=\"Inject\"}");
    }

    @Test
    void each_reason_has_its_counter_and_each_own_metric_its_help_and_a_row_in_the_docs() throws Exception {
        String exposed = get(metrics).body();
        for (String reason : Decision.reasons()) {
            assertThat(exposed).contains("rolesanywhere_webhook_admissions_total{reason=\"" + reason + "\"}");
        }
        List<String> own = exposed.lines()
                .filter(line -> line.startsWith("# TYPE rolesanywhere_"))
                .map(line -> line.split(" ")[2])
                .toList();
        String docs = Files.readString(Path.of("../docs/operations.md"));
        assertThat(own).isNotEmpty().allSatisfy(name -> {
            assertThat(exposed).containsPattern("(?m)^# HELP " + name + " +\\S");
            assertThat(docs).contains(name.replaceFirst("_total$", ""));
        });
    }

    private void bind(String namespace, String serviceAccount) {
        bind(namespace, serviceAccount, null);
    }

    private void bind(String namespace, String serviceAccount, @Nullable Boolean dryRun) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.getMetadata().setNamespace(namespace);
        binding.getMetadata().setName(serviceAccount);
        binding.setSpec(new AWSRoleBindingSpec(
                new RoleReference("orders-reader"),
                List.of(new Subject("ServiceAccount", serviceAccount)),
                null,
                null,
                null,
                null,
                dryRun));
        cluster.resource(binding).createOr(existing -> existing.update());
    }

    private static ObjectNode review(String namespace, String serviceAccount) throws Exception {
        return (ObjectNode) JSON.readTree("""
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
              "uid": "5f1c", "operation": "CREATE", "namespace": "%s", "dryRun": false,
              "kind": {"group": "", "version": "v1", "kind": "Pod"},
              "resource": {"group": "", "version": "v1", "resource": "pods"},
              "userInfo": {"username": "system:serviceaccount:kube-system:replicaset-controller"},
              "object": {"apiVersion": "v1", "kind": "Pod",
                "metadata": {"generateName": "orders-", "namespace": "%s", "creationTimestamp": null, "annotations": {}},
                "spec": {"serviceAccountName": "%s", "containers": [{"name": "app", "image": "app:1", "resources": {}}]},
                "status": {}}}}
            """.formatted(namespace, namespace, serviceAccount));
    }

    private JsonNode admit(ObjectNode review) throws Exception {
        HttpResponse<String> response = post(review.toString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body()).path("response");
    }

    private static ArrayNode patch(JsonNode response) throws Exception {
        return (ArrayNode)
                JSON.readTree(Base64.getDecoder().decode(response.path("patch").asText()));
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send(HttpRequest.newBuilder(mutate)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(TrustedWebhook.context(bundle))
                .build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
