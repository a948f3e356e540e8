package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;

/** The sidecar's requests and limits. A LimitRange adds some, and policy engines and autoscalers change them. */
final class FoundResources {
    private static final String LIMITS = "limits";
    private static final String REQUESTS = "requests";

    private FoundResources() {}

    /**
     * Keeps limits that are not below ours, requests that do not exceed the limit, and limits of other resources. Does
     * not keep claims of devices.
     */
    static ObjectNode complete(JsonNode ours, JsonNode found) {
        ObjectNode limits = object(ours.path(LIMITS));
        found.path(LIMITS).properties().forEach(limit -> {
            Optional<BigDecimal> least = Quantity.of(ours.path(LIMITS).path(limit.getKey()))
                    .or(() -> Quantity.of(ours.path(REQUESTS).path(limit.getKey())));
            if (isAtLeast(limit.getValue(), least)) {
                limits.set(limit.getKey(), limit.getValue());
            }
        });
        ObjectNode requests = object(ours.path(REQUESTS));
        found.path(REQUESTS).properties().forEach(request -> {
            if (isAtMost(request.getValue(), Quantity.of(limits.path(request.getKey())))) {
                requests.set(request.getKey(), request.getValue());
            }
        });
        return of(limits, requests);
    }

    /** Without empty objects, as the API server writes it. */
    static ObjectNode of(ObjectNode limits, ObjectNode requests) {
        ObjectNode resources = JsonNodeFactory.instance.objectNode();
        if (!limits.isEmpty()) {
            resources.set(LIMITS, limits);
        }
        if (!requests.isEmpty()) {
            resources.set(REQUESTS, requests);
        }
        return resources;
    }

    private static ObjectNode object(JsonNode given) {
        return given instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
    }

    private static boolean isAtLeast(JsonNode quantity, Optional<BigDecimal> least) {
        Optional<BigDecimal> value = Quantity.of(quantity);
        return value.isPresent() && (least.isEmpty() || value.get().compareTo(least.get()) >= 0);
    }

    private static boolean isAtMost(JsonNode quantity, Optional<BigDecimal> most) {
        Optional<BigDecimal> value = Quantity.of(quantity);
        return value.isPresent() && (most.isEmpty() || value.get().compareTo(most.get()) <= 0);
    }
}
