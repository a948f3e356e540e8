package dev.rolesanywhere.webhook.binding;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.cache.LeanParsing;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Quarkus calls it when it makes the client: what nobody here reads is passed over when answers and events are parsed. */
@Singleton
class ApiParsing implements KubernetesClientObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        LeanParsing.withoutManagedFields(mapper);
        LeanParsing.withoutStatusOfBindings(mapper);
    }
}
