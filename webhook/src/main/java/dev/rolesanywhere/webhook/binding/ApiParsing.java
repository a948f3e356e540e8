package dev.rolesanywhere.webhook.binding;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.cache.LeanParsing;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Quarkus calls this when it creates the client: the parser skips unused fields. */
@Singleton
class ApiParsing implements KubernetesClientObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        LeanParsing.withoutManagedFields(mapper);
        LeanParsing.withoutStatusOfBindings(mapper);
    }
}
