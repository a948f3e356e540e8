package dev.rolesanywhere.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What of an {@code admission.k8s.io/v1} AdmissionReview is read.
 *
 * @param pod the pod to create; null for any other object or operation, which is let through as it is
 */
record AdmissionRequest(
        String uid, String namespace, @Nullable ObjectNode pod) {
    static final String API_VERSION = "admission.k8s.io/v1";
    static final String KIND = "AdmissionReview";

    /** @throws NotAnAdmissionReviewException for anything that the API server would not send */
    static AdmissionRequest read(@Nullable JsonNode review) throws NotAnAdmissionReviewException {
        if (review == null
                || !review.path("apiVersion").asText().equals(API_VERSION)
                || !review.path("kind").asText().equals(KIND)) {
            throw new NotAnAdmissionReviewException("send an AdmissionReview of " + API_VERSION);
        }
        JsonNode request = review.path("request");
        String uid = request.path("uid").asText();
        if (uid.isEmpty()) {
            throw new NotAnAdmissionReviewException("the AdmissionReview has no request.uid");
        }
        String namespace = request.path("namespace").asText();
        if (!createsPod(request)) {
            return new AdmissionRequest(uid, namespace, null);
        }
        if (request.path("object") instanceof ObjectNode pod
                && pod.path("metadata").isObject()
                && pod.path("spec").isObject()
                && !namespace.isEmpty()) {
            return new AdmissionRequest(uid, namespace, pod);
        }
        throw new NotAnAdmissionReviewException(
                "the AdmissionReview's request.object has no metadata and spec, or request.namespace is missing");
    }

    private static boolean createsPod(JsonNode request) {
        return request.path("operation").asText().equals("CREATE")
                && request.at("/resource/group").asText().isEmpty()
                && request.at("/resource/resource").asText().equals("pods")
                && request.path("subResource").asText().isEmpty();
    }
}
