package dev.rolesanywhere.emulator.subject;

import dev.rolesanywhere.emulator.arn.Account;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import dev.rolesanywhere.emulator.resource.Page;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/** The subjects, by region and distinguished name, and the two calls that read them. */
public final class Subjects {
    private final Account account;
    private final Map<String, Subject> byId = new ConcurrentSkipListMap<>();

    public Subjects(Account account) {
        this.account = account;
    }

    public List<Route> routes() {
        return List.of(
                Route.aws("ListSubjects", "GET", "/subjects", (request, none) -> list(request)),
                Route.aws("GetSubject", "GET", "/subject/{id}", (request, id) -> get(id.getFirst())));
    }

    /** Notes that this certificate has had a session from that anchor. */
    public Subject seen(X509Certificate leaf, Arn trustAnchor, Instant now) {
        String name = leaf.getSubjectX500Principal().getName();
        String key = trustAnchor.region() + "/" + trustAnchor.account() + "/" + name;
        String id = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
        Arn arn = new Arn(
                trustAnchor.partition(), "rolesanywhere", trustAnchor.region(), trustAnchor.account(), "subject/" + id);
        return byId.merge(
                id,
                new Subject(arn, name, now, now),
                (before, after) -> new Subject(arn, name, before.createdAt(), now));
    }

    private Answer list(Request request) {
        String region = account.regionOf(request);
        return Answer.json(
                200,
                Page.of(
                        "subjects",
                        byId.values().stream()
                                .filter(subject -> subject.arn().region().equals(region))
                                .map(Subject::json)
                                .toList(),
                        request.parameters()));
    }

    private Answer get(String id) {
        Subject subject = byId.get(id);
        if (subject == null) {
            throw Refusal.notFound("Subject not found");
        }
        return Answer.json(200, Json.object().set("subject", subject.json()));
    }
}
