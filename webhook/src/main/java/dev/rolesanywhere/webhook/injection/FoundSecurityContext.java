package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sidecar's security context, never weaker than ours. It keeps the user, group and SELinux level that OpenShift
 * assigns.
 */
final class FoundSecurityContext {
    private static final String RUN_AS_USER = "runAsUser";
    private static final String RUN_AS_GROUP = "runAsGroup";
    private static final String CAPABILITIES = "capabilities";
    private static final String SE_LINUX = "seLinuxOptions";
    private static final String APP_ARMOR = "appArmorProfile";
    private static final String PROC_MOUNT = "procMount";
    private static final long LARGEST_ID = Integer.MAX_VALUE;

    /**
     * The confined types among those that the Pod Security Standards allow. A level with two categories cannot read
     * other pods' files.
     */
    private static final Map<String, Pattern> SE_LINUX_OPTIONS = Map.of(
            "level", Pattern.compile("s0(:c[0-9]{1,4}(,c[0-9]{1,4})?)?"),
            "type", Pattern.compile("container_t|container_init_t"));

    private static final Set<String> DEFAULT = Set.of("RuntimeDefault");

    private FoundSecurityContext() {}

    static ObjectNode complete(JsonNode ours, JsonNode found) {
        ObjectNode context = ours.deepCopy();
        keepId(context, found, RUN_AS_USER, 1);
        // OpenShift gives every container group 0, which is also the group of images that name none.
        keepId(context, found, RUN_AS_GROUP, 0);
        keepSeLinux(context, found.path(SE_LINUX));
        if (DEFAULT.contains(found.at("/" + APP_ARMOR + "/type").asText())) {
            context.putObject(APP_ARMOR).put("type", "RuntimeDefault");
        }
        if (found.path(PROC_MOUNT).asText().equals("Default")) {
            context.put(PROC_MOUNT, "Default");
        }
        ArrayNode drop = drops(ours.at("/" + CAPABILITIES + "/drop"), found.at("/" + CAPABILITIES + "/drop"));
        context.putObject(CAPABILITIES).set("drop", drop);
        return context;
    }

    private static void keepId(ObjectNode context, JsonNode found, String field, long smallest) {
        JsonNode id = found.path(field);
        if (id.isIntegralNumber() && id.canConvertToLong() && id.asLong() >= smallest && id.asLong() <= LARGEST_ID) {
            context.set(field, id);
        }
    }

    private static void keepSeLinux(ObjectNode context, JsonNode found) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        SE_LINUX_OPTIONS.forEach((field, allowed) -> {
            String value = found.path(field).asText();
            if (!value.isEmpty() && allowed.matcher(value).matches()) {
                options.put(field, value);
            }
        });
        if (!options.isEmpty()) {
            context.set(SE_LINUX, options);
        }
    }

    /** OpenShift lists more capabilities together with ALL. */
    private static ArrayNode drops(JsonNode ours, JsonNode found) {
        ArrayNode drops = JsonNodeFactory.instance.arrayNode();
        Stream.concat(found.valueStream(), ours.valueStream())
                .filter(JsonNode::isTextual)
                .distinct()
                .forEach(drops::add);
        return drops;
    }
}
