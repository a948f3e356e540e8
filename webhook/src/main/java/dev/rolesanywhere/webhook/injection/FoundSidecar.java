package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Decides about each field of an existing container of ours: the sidecar, or the container that waits for the agent.
 * The webhook cannot distinguish its own container, completed by other parts of admission, from a copied, restored or
 * handwritten one. It keeps values that cannot weaken the sidecar, so that it does not revert other components, and
 * replaces all others. {@code docs/architecture.md} has the table.
 */
final class FoundSidecar {
    private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");
    private static final Set<String> MESSAGE_POLICIES = Set.of("File", "FallbackToLogsOnError");
    private static final String STARTUP_PROBE = "startupProbe";
    private static final String RESIZE_POLICY = "resizePolicy";

    /** Variables that can load other code into the sidecar's process, and names that only this webhook sets. */
    private static final Pattern FORBIDDEN_VARIABLE = Pattern.compile(
            "(?i)(JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|JDK_AOT_VM_OPTIONS|CLASSPATH|LD_.*|GLIBC_TUNABLES|MALLOC_.*|ROLESANYWHERE_.*)");

    private FoundSidecar() {}

    /**
     * @param ours the container as this webhook writes it
     * @param found the pod's container with that name
     */
    static ObjectNode complete(ObjectNode ours, ObjectNode found) {
        ObjectNode container = ours.deepCopy();
        container.put(
                "image",
                SidecarImage.choose(
                        ours.path("image").asText(), found.path("image").asText()));
        keepOneOf(container, found, "imagePullPolicy", PULL_POLICIES);
        keepOneOf(container, found, "terminationMessagePolicy", MESSAGE_POLICIES);
        container.set("env", items(ours.path("env"), found.path("env"), "name", FoundSidecar::isHarmlessVariable));
        container.set(
                "volumeMounts",
                items(ours.path("volumeMounts"), found.path("volumeMounts"), "mountPath", FoundMount::isHarmless));
        container.set("resources", FoundResources.complete(ours.path("resources"), found.path("resources")));
        container.set(
                "securityContext",
                FoundSecurityContext.complete(ours.path("securityContext"), found.path("securityContext")));
        if (ours.has(STARTUP_PROBE)) {
            container.set(STARTUP_PROBE, FoundProbe.complete(ours.path(STARTUP_PROBE), found.path(STARTUP_PROBE)));
        }
        if (found.path(RESIZE_POLICY) instanceof ArrayNode resize) {
            container.set(RESIZE_POLICY, resize.deepCopy());
        }
        return container;
    }

    private static void keepOneOf(ObjectNode container, ObjectNode found, String field, Set<String> values) {
        if (values.contains(found.path(field).asText())) {
            container.put(field, found.path(field).asText());
        }
    }

    private static boolean isHarmlessVariable(JsonNode variable) {
        return !FORBIDDEN_VARIABLE.matcher(variable.path("name").asText()).matches();
    }

    /**
     * Keeps the existing items in their order, and replaces those with a key of ours. Missing items of ours come first.
     * Each item of ours is there once, because the last of two items with the same key would count.
     */
    private static ArrayNode items(JsonNode ours, JsonNode found, String key, Predicate<JsonNode> harmless) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        Set<String> placed = new HashSet<>();
        for (JsonNode item : found) {
            String name = item.path(key).asText();
            JsonNode own = named(ours, key, name);
            JsonNode kept = own.isMissingNode() ? item : own;
            if ((!own.isMissingNode() || (item.isObject() && harmless.test(item))) && placed.add(name)) {
                items.add(kept.deepCopy());
            }
        }
        int missing = 0;
        for (JsonNode own : ours) {
            if (placed.add(own.path(key).asText())) {
                items.insert(missing++, own.deepCopy());
            }
        }
        return items;
    }

    private static JsonNode named(JsonNode array, String key, String name) {
        for (JsonNode item : array) {
            if (item.path(key).asText().equals(name)) {
                return item;
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }
}
