package dev.rolesanywhere.demo.apiserver;

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

/** Answers what Fabric8's CRUD server does not know, and leaves the rest to it. */
final class CompletedDispatcher extends Dispatcher {
    private final KubernetesCrudDispatcher crud;
    private final PodTokens tokens;

    CompletedDispatcher(KubernetesCrudDispatcher crud, PodTokens tokens) {
        this.crud = crud;
        this.tokens = tokens;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        System.err.println("REQ " + request.getMethod() + " " + request.getPath() + " " + request.getHeader("Content-Type"));
        String path = request.getPath().replaceFirst("\\?.*", "");
        if (path.endsWith("/tokenreviews") && request.getMethod().equals("POST")) {
            return json(201, tokens.review(Serialization.unmarshal(request.getUtf8Body(), TokenReview.class)));
        }
        if (path.endsWith("/selfsubjectrulesreviews")) {
            return json(201, everythingAllowed());
        }
        String type = request.getHeader("Content-Type");
        if (request.getMethod().equals("PATCH") && type != null && type.startsWith("application/apply-patch+yaml")) {
            return apply(request, path);
        }
        return crud.dispatch(request);
    }

    /** The operator asks, before it stands for election, whether it may. This server has no RBAC. */
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

    /** Server-side apply without field ownership: one manager per object is all that the demo has. */
    private MockResponse apply(RecordedRequest request, String path) {
        String body = Serialization.asJson(Serialization.unmarshal(request.getUtf8Body(), Object.class));
        MockResponse merged = crud.dispatch(with(request, "PATCH", path, "application/merge-patch+json", body));
        if (merged.code() != 404) {
            return merged;
        }
        return crud.dispatch(with(request, "POST", path.replaceFirst("/[^/]+$", ""), "application/json", body));
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
                .setHeader("Content-Type", "application/json")
                .setBody(Serialization.asJson(body));
    }
}
