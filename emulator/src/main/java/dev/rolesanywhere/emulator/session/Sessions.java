package dev.rolesanywhere.emulator.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every session given since the start, oldest first, so that tests can see a refresh. */
public final class Sessions {
    private final List<Session> given = new CopyOnWriteArrayList<>();
    private final Map<String, Use> uses = new ConcurrentHashMap<>();

    /** What was called with a session's keys. */
    private record Use(int calls, String userAgent) {}

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
                    uses.clear();
                    return Answer.json(200, Json.object());
                }));
    }

    void add(Session session) {
        given.add(session);
    }

    /** Notes a call that its keys signed. */
    public void used(Session session, String userAgent) {
        uses.merge(
                session.keys().accessKeyId(),
                new Use(1, userAgent),
                (before, now) -> new Use(before.calls() + 1, now.userAgent()));
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
        Use use = uses.get(session.keys().accessKeyId());
        json.put("calls", use == null ? 0 : use.calls());
        if (use != null) {
            json.put("userAgent", use.userAgent());
        }
        ObjectNode tags = json.putObject("sessionTags");
        session.tags().forEach(tags::put);
        return json;
    }
}
