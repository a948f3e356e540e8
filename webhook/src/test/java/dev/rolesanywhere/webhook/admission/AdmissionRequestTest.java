package dev.rolesanywhere.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Annotations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pods are looked at. */
class AdmissionRequestTest {
    @Test
    void a_pod_has_metadata_and_spec() {
        for (String missing : new String[] {"metadata", "spec"}) {
            ObjectNode pod = pod();
            pod.put(missing, "text");

            assertThatThrownBy(() -> AdmissionRequest.of("uid", "shop", pod, false))
                    .hasMessage("the AdmissionReview's request.object has no metadata and spec");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Shop, /spec, serviceAccountName, orders, request.namespace",
        "shop, /spec, serviceAccountName, Orders, spec.serviceAccountName",
        "shop, /metadata, name, a/b, metadata.name",
        "shop, /metadata, generateName, a/b-, metadata.generateName"
    })
    void a_name_that_enters_a_url_or_a_log_is_one_that_kubernetes_takes(
            String namespace, String of, String member, String value, String what) {
        ObjectNode pod = pod();
        ((ObjectNode) pod.at(of)).put(member, value);

        assertThatThrownBy(() -> AdmissionRequest.of("uid", namespace, pod, false))
                .isInstanceOf(NotAnAdmissionReviewException.class)
                .hasMessageStartingWith(what + " has an invalid name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders-", "orders-7d9f-", "o"})
    void the_beginning_of_a_name_may_end_in_a_dash(String prefix) throws Exception {
        ObjectNode pod = pod();
        ((ObjectNode) pod.path("metadata")).put("generateName", prefix);

        assertThat(AdmissionRequest.of("uid", "shop", pod, false).pod()).isSameAs(pod);
    }

    @Test
    void a_pod_has_at_most_a_thousand_containers() throws Exception {
        ObjectNode pod = pod();
        ObjectNode spec = (ObjectNode) pod.path("spec");
        ArrayNode containers = spec.putArray("containers");
        ArrayNode init = spec.putArray("initContainers");
        for (int i = 0; i < 500; i++) {
            containers.addObject();
            init.addObject();
        }
        assertThat(AdmissionRequest.of("uid", "shop", pod, false).pod()).isSameAs(pod);
        init.addObject();
        assertThatThrownBy(() -> AdmissionRequest.of("uid", "shop", pod, false))
                .hasMessage("the pod has 1001 containers; the maximum is 1000");
    }

    @Test
    void the_annotations_of_this_product_have_at_most_65536_characters() throws Exception {
        ObjectNode pod = pod();
        ObjectNode annotations = ((ObjectNode) pod.path("metadata")).putObject("annotations");
        String key = "rolesanywhere.dev/role";
        annotations.put("example.org/notes", "x".repeat(100_000)).put("rolesanywhere.devel/x", "x".repeat(100_000));
        annotations.put(key, "x".repeat(65_536 - key.length()));
        assertThat(AdmissionRequest.of("uid", "shop", pod, false).pod()).isSameAs(pod);

        annotations.put(key, "x".repeat(65_537 - key.length()));
        assertThatThrownBy(() -> AdmissionRequest.of("uid", "shop", pod, false))
                .hasMessage("the pod's annotations of rolesanywhere.dev have 65537 characters; the maximum is 65536");
    }

    @ParameterizedTest
    @CsvSource({"true, true, true", "true, false, false", "false, true, false", "yes, true, false", "'', true, false"})
    void a_preview_is_a_dry_run_of_a_pod_that_wants_one(String annotation, boolean dryRun, boolean isPreview)
            throws Exception {
        ObjectNode pod = pod();
        ((ObjectNode) pod.path("metadata")).putObject("annotations").put(Annotations.PREVIEW, annotation);

        assertThat(AdmissionRequest.of("uid", "shop", pod, dryRun).isPreview()).isEqualTo(isPreview);
    }

    @Test
    void a_dry_run_of_another_object_is_no_preview() {
        assertThat(new AdmissionRequest("uid", "shop", null, true).isPreview()).isFalse();
    }

    private static ObjectNode pod() {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.putObject("metadata");
        pod.putObject("spec").put("serviceAccountName", "orders");
        return pod;
    }
}
