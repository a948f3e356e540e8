package dev.rolesanywhere.demo.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Answers requests that Fabric8's CRUD server does not support, and passes all others on to that server. */
final class CompletedDispatcher extends Dispatcher {
    private static final String JSON = "application/json";

    private final KubernetesCrudDispatcher crud;
    private final PodTokens tokens;

    CompletedDispatcher(KubernetesCrudDispatcher crud, PodTokens tokens) {
        this.crud = crud;
        this.tokens = tokens;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String path = request.getPath().replaceFirst("\\?.*", "");
        if (path.endsWith("/tokenreviews") && request.getMethod().equals("POST")) {
            return json(201, tokens.review(Serialization.unmarshal(request.getUtf8Body(), TokenReview.class)));
        }
        if (path.endsWith("/selfsubjectrulesreviews")) {
            return json(201, everythingAllowed());
        }
        boolean writes =
                request.getMethod().equals("POST") || request.getMethod().equals("PUT");
        if (writes && path.contains("/secrets")) {
            return crud.dispatch(
                    with(request, request.getMethod(), request.getPath(), JSON, encoded(request.getUtf8Body())));
        }
        String type = request.getHeader("Content-Type");
        if (request.getMethod().equals("PATCH") && type != null && type.startsWith("application/apply-patch+yaml")) {
            return apply(request, path);
        }
        return crud.dispatch(request);
    }

    /** The operator checks its permission before it joins the election. This server has no RBAC. */
    private static SelfSubjectRulesReview everythingAllowed() {
        return new SelfSubjectRulesReviewBuilder()
                .withNewStatus()
                .withIncomplete(false)
                .addNewResourceRule()
                .withApiGroups("*")
                .withResources("*")
                .withVerbs("*")
                .endResourceRule()
                .endStatus()
                .build();
    }

    /** An API server keeps {@code stringData} as {@code data}. */
    private static String encoded(String body) {
        Secret secret = Serialization.unmarshal(body, Secret.class);
        if (secret.getStringData() == null) {
            return body;
        }
        Map<String, String> data = new HashMap<>(secret.getData() == null ? Map.of() : secret.getData());
        secret.getStringData()
                .forEach((key, text) ->
                        data.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        secret.setData(data);
        secret.setStringData(null);
        return Serialization.asJson(secret);
    }

    /** Server-side apply without field ownership, because the demo has one manager per field. */
    private MockResponse apply(RecordedRequest request, String path) {
        JsonNode applied = Serialization.unmarshal(request.getUtf8Body(), JsonNode.class);
        String object = path.replaceFirst("/status$", "");
        MockResponse found = crud.dispatch(with(request, "GET", object, JSON, ""));
        if (found.code() != 200 || found.getBody() == null) {
            return crud.dispatch(with(request, "POST", object.replaceFirst("/[^/]+$", ""), JSON, applied.toString()));
        }
        JsonNode merged =
                MergePatch.apply(Serialization.unmarshal(found.getBody().readUtf8(), JsonNode.class), applied);
        return crud.dispatch(with(request, "PUT", path, JSON, merged.toString()));
    }

    private static RecordedRequest with(RecordedRequest request, String method, String path, String type, String body) {
        Headers headers =
                request.getHeaders().newBuilder().set("Content-Type", type).build();
        return new RecordedRequest(
                request.getHttpVersion(),
                io.fabric8.mockwebserver.dsl.HttpMethod.valueOf(method),
                path,
                headers,
                new Buffer(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static MockResponse json(int code, Object body) {
        return new MockResponse()
                .setResponseCode(code)
                .setHeader("Content-Type", JSON)
                .setBody(Serialization.asJson(body));
    }
}
