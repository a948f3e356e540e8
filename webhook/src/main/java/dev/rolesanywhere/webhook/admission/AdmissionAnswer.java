package dev.rolesanywhere.webhook.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.client.text.TextLimit;
import dev.rolesanywhere.crds.contract.ReasonPages;
import dev.rolesanywhere.webhook.injection.Decision.Refuse;
import dev.rolesanywhere.webhook.injection.Injector.Injection;
import java.util.List;

/** The AdmissionReview answer. */
final class AdmissionAnswer {
    private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();
    private static final int FORBIDDEN = 403;
    /** Quoted text was sanitized before; here messages are only truncated. */
    private static final TextLimit MESSAGE = new TextLimit(2_000, 8_000);
    /** The API server may truncate a longer one. */
    private static final TextLimit WARNING = new TextLimit(256, 1_024);
    /** The API server passes on 4,096 characters of warnings in all. */
    private static final int MOST_WARNINGS = 32;

    private AdmissionAnswer() {}

    static ObjectNode untouched(String uid) {
        ObjectNode review = review(uid);
        response(review).put("allowed", true);
        return review;
    }

    /** @param pages for the address at the end of a rejection */
    static ObjectNode of(String uid, Injection injection, ReasonPages pages) {
        ObjectNode review = review(uid);
        ObjectNode response = response(review);
        if (injection.decision() instanceof Refuse refuse) {
            response.put("allowed", false)
                    .putObject("status")
                    .put("code", FORBIDDEN)
                    .put("reason", "Forbidden")
                    .put("message", pages.after(MESSAGE.cut(refuse.message()), refuse.reason()));
            return review;
        }
        response.put("allowed", true);
        if (!injection.patch().isEmpty()) {
            response.put("patchType", "JSONPatch").put("patch", bytes(injection.patch()));
        }
        warn(response, injection.warnings());
        return review;
    }

    /** As JSON. Bytes are written as Base64. */
    static byte[] bytes(JsonNode json) {
        try {
            return WRITER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON cannot be written", e);
        }
    }

    private static void warn(ObjectNode response, List<String> warnings) {
        if (!warnings.isEmpty()) {
            warnings.stream().limit(MOST_WARNINGS).map(WARNING::cut).forEach(response.putArray("warnings")::add);
        }
    }

    private static ObjectNode review(String uid) {
        ObjectNode review = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", AdmissionRequest.API_VERSION)
                .put("kind", AdmissionRequest.KIND);
        review.putObject("response").put("uid", uid);
        return review;
    }

    private static ObjectNode response(ObjectNode review) {
        return review.withObject("/response");
    }
}
