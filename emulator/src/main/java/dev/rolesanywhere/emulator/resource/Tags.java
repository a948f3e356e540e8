package dev.rolesanywhere.emulator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.ErrorType;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The tags of all resources, and the three calls for them. */
public final class Tags {
    private static final int LIMIT = 200;

    private final Map<String, NavigableMap<String, String>> byArn = new ConcurrentHashMap<>();

    /**
     * The calls for tags.
     *
     * @param exists whether a resource of that ARN is there
     */
    public List<Route> routes(Predicate<String> exists) {
        return List.of(
                Route.aws("TagResource", "POST", "/TagResource", (request, none) -> tag(request, exists)),
                Route.aws("UntagResource", "POST", "/UntagResource", (request, none) -> untag(request, exists)),
                Route.aws(
                        "ListTagsForResource",
                        "GET",
                        "/ListTagsForResource",
                        (request, none) -> list(request, exists)));
    }

    /** Adds the {@code tags} member of a creating or tagging call. */
    public void add(String arn, JsonNode body) {
        List<JsonNode> tags = Json.list(body, "tags").orElse(List.of());
        byArn.compute(arn, (key, before) -> {
            NavigableMap<String, String> after = before == null ? new TreeMap<>() : new TreeMap<>(before);
            tags.forEach(tag -> after.put(Json.requiredText(tag, "key"), Json.requiredText(tag, "value")));
            if (after.size() > LIMIT) {
                throw Refusal.of(ErrorType.TOO_MANY_TAGS, "Too many tags");
            }
            return after;
        });
    }

    /** The tags of a resource; empty for an unknown ARN. */
    public Map<String, String> of(String arn) {
        return Map.copyOf(byArn.getOrDefault(arn, new TreeMap<>()));
    }

    public void forget(String arn) {
        byArn.remove(arn);
    }

    private Answer tag(Request request, Predicate<String> exists) {
        JsonNode body = Json.read(request.body());
        add(existing(Json.requiredText(body, "resourceArn"), exists), body);
        return Answer.json(201, Json.object());
    }

    private Answer untag(Request request, Predicate<String> exists) {
        JsonNode body = Json.read(request.body());
        List<String> keys = Json.stringList(body, "tagKeys").orElseThrow(() -> Json.missing("tagKeys"));
        byArn.computeIfPresent(existing(Json.requiredText(body, "resourceArn"), exists), (arn, before) -> {
            NavigableMap<String, String> after = new TreeMap<>(before);
            keys.forEach(after::remove);
            return after;
        });
        return Answer.json(200, Json.object());
    }

    private Answer list(Request request, Predicate<String> exists) {
        String arn = request.parameters().first("resourceArn").orElseThrow(() -> Json.missing("resourceArn"));
        NavigableMap<String, String> tags = byArn.getOrDefault(existing(arn, exists), new TreeMap<>());
        return Answer.json(
                200,
                Json.object()
                        .set(
                                "tags",
                                Json.array(tags.entrySet().stream()
                                        .map(tag -> Json.object()
                                                .put("key", tag.getKey())
                                                .put("value", tag.getValue()))
                                        .toList())));
    }

    private static String existing(String arn, Predicate<String> exists) {
        if (!exists.test(arn)) {
            throw Refusal.notFound("Resource not found");
        }
        return arn;
    }
}
