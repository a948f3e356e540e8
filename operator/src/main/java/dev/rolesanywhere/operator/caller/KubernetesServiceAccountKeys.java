package dev.rolesanywhere.operator.caller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys from the API server's discovery documents, and holds them because agents of many nodes request them at
 * the same time.
 */
@Singleton
class KubernetesServiceAccountKeys implements ServiceAccountKeys {
    private static final String CONFIGURATION = "/.well-known/openid-configuration";
    private static final String KEYS = "/openid/v1/jwks";
    /** An agent with an unknown key does not send its next request sooner. */
    private static final Duration HELD = Duration.ofSeconds(10);

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final KubernetesClient client;
    private final Clock clock;
    private @Nullable Published held;
    private Instant heldUntil = Instant.EPOCH;

    KubernetesServiceAccountKeys(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public synchronized Published published() {
        Instant now = clock.instant();
        Published last = held;
        if (last == null || !heldUntil.isAfter(now)) {
            last = read(get(CONFIGURATION), get(KEYS));
            held = last;
            heldUntil = now.plus(HELD);
        }
        return last;
    }

    private String get(String path) {
        String answer = client.raw(path);
        if (answer == null) {
            throw new IllegalStateException("the API server returned no document at " + path
                    + ". Set --service-account-issuer at the API server, and allow the operator to get this path");
        }
        return answer;
    }

    static Published read(String configuration, String keys) {
        try {
            Map<String, PublicKey> found = new HashMap<>();
            for (JsonNode key : JSON.readTree(keys).path("keys")) {
                JsonWebKey.read(key)
                        .ifPresent(publicKey -> found.put(key.path("kid").asText(), publicKey));
            }
            return new Published(JSON.readTree(configuration).path("issuer").asText(), found);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the API server's discovery documents are not JSON", e);
        }
    }
}
