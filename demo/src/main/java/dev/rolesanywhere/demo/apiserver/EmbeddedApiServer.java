package dev.rolesanywhere.demo.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;

/** An API server in this JVM: objects with watches, server-side apply, TokenReview, and mutating admission of pods. */
public final class EmbeddedApiServer implements AutoCloseable {
    private final KubernetesMockServer server;
    private final PodTokens tokens;

    public EmbeddedApiServer(List<Class<? extends HasMetadata>> customResources, Clock clock) {
        tokens = new PodTokens(clock);
        var crud = new KubernetesCrudDispatcher(customResources.stream()
                .map(kind -> CustomResourceDefinitionContext.fromCustomResourceType(asCustomResource(kind)))
                .toList());
        server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new CompletedDispatcher(crud, tokens), false);
        server.init();
    }

    public KubernetesClient client() {
        return server.createClient();
    }

    /**
     * Creates a pod like an API server, after the mutating webhooks. It is not behind the HTTP endpoint, whose thread
     * must stay free while a webhook calls this server.
     */
    public Pod create(Pod pod) {
        try (KubernetesClient kubernetes = client()) {
            return switch (new PodAdmission(kubernetes).admit(pod)) {
                case PodAdmission.Admitted(Pod admitted) ->
                    kubernetes.resource(admitted).create();
                case PodAdmission.Denied(String message) -> throw new IllegalStateException(message);
            };
        }
    }

    public String url() {
        return "http://" + server.getHostName() + ":" + server.getPort();
    }

    /** The tokens that this API server's TokenReview knows. */
    public PodTokens tokens() {
        return tokens;
    }

    @Override
    public void close() {
        server.destroy();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the context's factory requires the raw type
    private static Class<? extends io.fabric8.kubernetes.client.CustomResource> asCustomResource(
            Class<? extends HasMetadata> kind) {
        return kind.asSubclass(io.fabric8.kubernetes.client.CustomResource.class);
    }
}
