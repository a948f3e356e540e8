package dev.rolesanywhere.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a review is read, and what the API server would never send. */
class ReviewReaderTest {
    private static final String NOT_A_REVIEW = "send an AdmissionReview of admission.k8s.io/v1";

    @Test
    void the_pod_to_create_is_read_with_its_namespace_and_the_reviews_uid() throws Exception {
        AdmissionRequest request = read(review());

        assertThat(request.uid()).isEqualTo("5f1c");
        assertThat(request.namespace()).isEqualTo("shop");
        assertThat(request.pod()).isEqualTo(review().at("/request/object"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/other", "/request/other", "/request/resource/other"})
    void unknown_members_are_skipped_whatever_they_hold(String member) throws Exception {
        ObjectNode other = JsonNodeFactory.instance.objectNode();
        for (String known : new String[] {"kind", "uid", "namespace", "resource", "operation", "group"}) {
            other.put(known, "other");
        }
        ObjectNode review = review();
        String parent = member.substring(0, member.lastIndexOf('/'));
        ObjectNode in = (ObjectNode) review.at(parent);
        ObjectNode first = in.deepCopy();
        in.removeAll();
        in.set("other", other);
        in.setAll(first);
        in.putArray("last").add(other);

        assertThat(read(review)).isEqualTo(read(review()));
    }

    @ParameterizedTest
    @CsvSource({
        "/request, operation, UPDATE",
        "/request, operation, ''",
        "/request, subResource, ephemeralcontainers",
        "/request/resource, group, apps",
        "/request/resource, resource, deployments"
    })
    void another_object_or_operation_is_let_through_unread(String of, String member, String value) throws Exception {
        ObjectNode review = review();
        ((ObjectNode) review.at(of)).put(member, value);

        assertThat(read(review)).isEqualTo(new AdmissionRequest("5f1c", "shop", null, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"pods\"", "7", "null", "[{\"resource\":\"pods\"}]"})
    void a_resource_of_another_form_is_no_pod(String resource) throws Exception {
        String review = review().toString().replaceFirst("\"resource\":\\{[^}]*}", "\"resource\":" + resource);

        assertThat(read(review)).isEqualTo(new AdmissionRequest("5f1c", "shop", null, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`[]`                                  | " + NOT_A_REVIEW,
                "`{}`                                  | " + NOT_A_REVIEW,
                "`{\"apiVersion\":\"admission.k8s.io/v1beta1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"1\"}}` | "
                        + NOT_A_REVIEW,
                "`{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"Pod\",\"request\":{\"uid\":\"1\"}}` | "
                        + NOT_A_REVIEW,
                "`{\"apiVersion\":[\"admission.k8s.io/v1\"],\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"1\"}}` | "
                        + NOT_A_REVIEW,
                "`{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\"}` | the AdmissionReview has no request.uid",
                "`{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":[{\"uid\":\"1\"}]}` | the AdmissionReview has no request.uid",
                "`{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":{\"uid\":\"1\"}}}` | the AdmissionReview has no request.uid",
                "`{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"1\"}} {}` | the body"
                        + " must contain exactly one AdmissionReview",
                "`{\"apiVersion\":`                      | the body is not JSON",
                "``                                    | " + NOT_A_REVIEW,
            })
    void anything_else_is_refused_with_what_to_send(String body, String message) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(NotAnAdmissionReviewException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "7"})
    void a_pod_without_a_form_is_refused(String object) throws Exception {
        ObjectNode review = review();
        ((ObjectNode) review.path("request")).set("object", new ObjectMapper().readTree(object));

        assertThatThrownBy(() -> read(review))
                .hasMessage("the AdmissionReview's request.object has no metadata and spec");
    }

    @ParameterizedTest
    @CsvSource({
        "'', apiVersion, apiVersion",
        "'', kind, kind",
        "/request, uid, request.uid",
        "/request, namespace, request.namespace",
        "/request, operation, request.operation",
        "/request, subResource, request.subResource",
        "/request/resource, group, request.resource.group",
        "/request/resource, resource, request.resource.resource"
    })
    void a_word_longer_than_any_name_is_refused(String of, String member, String named) {
        ObjectNode review = review();
        ((ObjectNode) review.at(of)).put(member, "a".repeat(254));

        assertThatThrownBy(() -> read(review)).hasMessage(named + " is too long; the maximum is 253 characters");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "null, false", "'\"true\"', false", "1, false", "'{\"a\":true}', false"})
    void a_review_is_a_dry_run_only_where_it_says_true(String written, boolean dryRun) throws Exception {
        ObjectNode review = review();
        ((ObjectNode) review.path("request")).set("dryRun", new ObjectMapper().readTree(written));

        assertThat(read(review).dryRun()).isEqualTo(dryRun);
        assertThat(read(review).pod()).isEqualTo(review.at("/request/object"));
    }

    @Test
    void a_review_that_says_nothing_of_a_dry_run_is_none() throws Exception {
        assertThat(read(review()).dryRun()).isFalse();
    }

    @Test
    void a_word_may_be_as_long_as_the_longest_name() throws Exception {
        ObjectNode review = review();
        ((ObjectNode) review.path("request")).put("uid", "a".repeat(253));

        assertThat(read(review).uid()).hasSize(253);
    }

    @Test
    void a_review_beyond_the_limits_is_refused_with_the_limits() {
        String deep =
                review().toString().replace("\"uid\"", "\"deep\":" + "[".repeat(70) + "]".repeat(70) + ",\"uid\"");

        assertThatThrownBy(() -> read(deep))
                .hasMessage(
                        "the AdmissionReview exceeds a limit of this webhook: 150000 tokens of JSON, 64 levels, names of 2048 characters");
    }

    static ObjectNode review() {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
        ObjectNode request = review.putObject("request");
        request.put("uid", "5f1c").put("namespace", "shop").put("operation", "CREATE");
        request.putObject("resource").put("group", "").put("version", "v1").put("resource", "pods");
        ObjectNode pod = request.putObject("object");
        pod.putObject("metadata").put("name", "orders-1");
        pod.putObject("spec").put("serviceAccountName", "orders");
        return review;
    }

    private static AdmissionRequest read(ObjectNode review) throws Exception {
        return read(review.toString());
    }

    private static AdmissionRequest read(String body) throws Exception {
        return ReviewReader.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
