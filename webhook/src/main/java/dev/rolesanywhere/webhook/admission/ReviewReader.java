package dev.rolesanywhere.webhook.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Parses an AdmissionReview as a stream, within limits, and keeps only the used parts. */
final class ReviewReader {
    /** Ten times the size of the largest pods' reviews. Each token of the pod needs about 100 bytes of heap, including its copy. */
    static final int MOST_TOKENS = 150_000;

    /** Maximum length of names and of texts of the API server, in characters. */
    private static final int LONGEST_WORD = 253;

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxDocumentLength(ReviewLimits.BODY_BYTES)
            .maxTokenCount(MOST_TOKENS)
            .maxNestingDepth(64)
            .maxNameLength(2_048)
            .maxNumberLength(64)
            .maxStringLength(ReviewLimits.BODY_BYTES)
            .build();
    private static final ObjectMapper TREES = JsonMapper.builder().build();

    private String apiVersion = "";
    private String kind = "";
    private String uid = "";
    private String namespace = "";
    private String operation = "";
    private String subResource = "";
    private String group = "";
    private String resource = "";
    private boolean dryRun;
    private @Nullable JsonNode object;

    private ReviewReader() {}

    /** @throws NotAnAdmissionReviewException for anything else than the API server sends */
    static AdmissionRequest read(InputStream body) throws NotAnAdmissionReviewException {
        // A separate factory, because a shared one remembers the names of all members that it ever read.
        JsonFactory factory =
                JsonFactory.builder().streamReadConstraints(LIMITS).build();
        factory.configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false);
        try (JsonParser parser = factory.createParser(body)) {
            return new ReviewReader().review(parser);
        } catch (StreamConstraintsException e) {
            throw new NotAnAdmissionReviewException(
                    "the AdmissionReview exceeds a limit of this webhook: %d tokens of JSON, 64 levels, names of 2048 characters"
                            .formatted(MOST_TOKENS));
        } catch (IOException e) {
            throw new NotAnAdmissionReviewException("the body is not JSON");
        }
    }

    private AdmissionRequest review(JsonParser parser) throws IOException, NotAnAdmissionReviewException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new NotAnAdmissionReviewException("send an AdmissionReview of " + AdmissionRequest.API_VERSION);
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "apiVersion" -> apiVersion = word(parser, name);
                case "kind" -> kind = word(parser, name);
                case "request" -> request(parser);
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new NotAnAdmissionReviewException("the body must contain exactly one AdmissionReview");
        }
        return checked();
    }

    private void request(JsonParser parser) throws IOException, NotAnAdmissionReviewException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "uid" -> uid = word(parser, "request.uid");
                case "namespace" -> namespace = word(parser, "request.namespace");
                case "operation" -> operation = word(parser, "request.operation");
                case "subResource" -> subResource = word(parser, "request.subResource");
                case "resource" -> resource(parser);
                case "dryRun" -> dryRun = isTrue(parser);
                case "object" -> object = TREES.readTree(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private void resource(JsonParser parser) throws IOException, NotAnAdmissionReviewException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "group" -> group = word(parser, "request.resource.group");
                case "resource" -> resource = word(parser, "request.resource.resource");
                default -> parser.skipChildren();
            }
        }
    }

    /** Anything except true counts as false. */
    private static boolean isTrue(JsonParser parser) throws IOException {
        boolean isTrue = parser.currentToken() == JsonToken.VALUE_TRUE;
        parser.skipChildren();
        return isTrue;
    }

    private static String word(JsonParser parser, String member) throws IOException, NotAnAdmissionReviewException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return "";
        }
        if (parser.getTextLength() > LONGEST_WORD) {
            throw new NotAnAdmissionReviewException(
                    "%s is too long; the maximum is %d characters".formatted(member, LONGEST_WORD));
        }
        return parser.getText();
    }

    private AdmissionRequest checked() throws NotAnAdmissionReviewException {
        if (!apiVersion.equals(AdmissionRequest.API_VERSION) || !kind.equals(AdmissionRequest.KIND)) {
            throw new NotAnAdmissionReviewException("send an AdmissionReview of " + AdmissionRequest.API_VERSION);
        }
        if (uid.isEmpty()) {
            throw new NotAnAdmissionReviewException("the AdmissionReview has no request.uid");
        }
        boolean createsPod =
                operation.equals("CREATE") && group.isEmpty() && resource.equals("pods") && subResource.isEmpty();
        if (!createsPod) {
            return new AdmissionRequest(uid, namespace, null, dryRun);
        }
        if (object instanceof ObjectNode pod) {
            return AdmissionRequest.of(uid, namespace, pod, dryRun);
        }
        throw new NotAnAdmissionReviewException("the AdmissionReview's request.object has no metadata and spec");
    }
}
