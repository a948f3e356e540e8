package dev.rolesanywhere.emulator.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Route;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every session since the start, oldest first, so that tests can see a renewal. */
public final class Sessions {
    private final List<Session> given = new CopyOnWriteArrayList<>();
    /** By access key ID, then by client: how many calls the session's keys signed. */
    private final Map<String, Map<String, Integer>> callers = new ConcurrentHashMap<>();

    public List<Route> routes() {
        return List.of(
                Route.admin(
                        "ListSessions",
                        "GET",
                        "/_emulator/sessions",
                        (request, none) -> Answer.json(
                                200,
                                Json.object()
                                        .set(
                                                "sessions",
                                                Json.array(given.stream()
                                                        .map(this::json)
                                                        .toList())))),
                Route.admin("ForgetSessions", "DELETE", "/_emulator/sessions", (request, none) -> {
                    given.clear();
                    callers.clear();
                    return Answer.json(200, Json.object());
                }));
    }

    public void add(Session session) {
        given.add(session);
    }

    /** Notes a call that its keys signed, by the client's name and the service: {@code aws-cli/2.23.6 sts}. */
    public void used(Session session, String userAgent, String service) {
        callers.computeIfAbsent(session.keys().accessKeyId(), key -> new ConcurrentSkipListMap<>())
                .merge(product(userAgent) + " " + service, 1, Integer::sum);
    }

    /** The first name with a version; MinIO's clients name their system before it. */
    private static String product(String userAgent) {
        String[] words = userAgent.replaceAll("\\([^)]*\\)", "").strip().split(" +");
        return Arrays.stream(words)
                .filter(word -> word.contains("/"))
                .findFirst()
                .orElse(words[0]);
    }

    public List<Session> all() {
        return List.copyOf(given);
    }

    public Optional<Session> byAccessKeyId(String accessKeyId) {
        return given.stream()
                .filter(session -> session.keys().accessKeyId().equals(accessKeyId))
                .findFirst();
    }

    /** No secret key and no token: only what names the session. */
    private ObjectNode json(Session session) {
        ObjectNode json = Json.object()
                .put("accessKeyId", session.keys().accessKeyId())
                .put("roleArn", session.role().toString())
                .put("assumedRoleArn", session.assumedRole().toString())
                .put("trustAnchorArn", session.trustAnchor().toString())
                .put("profileArn", session.profile().toString())
                .put("sourceIdentity", session.sourceIdentity())
                .put("leafSerial", session.leafSerial().toString())
                .put("subject", session.subject())
                .put("issuedAt", session.issuedAt().toString())
                .put("expiresAt", session.expiresAt().toString());
        ObjectNode calls = json.putObject("callers");
        callers.getOrDefault(session.keys().accessKeyId(), Map.of()).forEach(calls::put);
        ObjectNode tags = json.putObject("sessionTags");
        session.tags().forEach(tags::put);
        session.chain().ifPresent(chain -> {
            json.put("firstSessionArn", chain.first().toString());
            chain.document().ifPresent(policy -> json.set("sessionPolicy", policy));
        });
        return json;
    }
}
