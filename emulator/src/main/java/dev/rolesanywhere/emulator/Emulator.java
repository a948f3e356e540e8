package dev.rolesanywhere.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.access.ManagementAccess;
import dev.rolesanywhere.emulator.access.RequiredPermissions;
import dev.rolesanywhere.emulator.access.Users;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.assume.AssumeRole;
import dev.rolesanywhere.emulator.caller.GetCallerIdentity;
import dev.rolesanywhere.emulator.caller.ListTables;
import dev.rolesanywhere.emulator.caller.OneObject;
import dev.rolesanywhere.emulator.caller.SignedCalls;
import dev.rolesanywhere.emulator.crl.Crl;
import dev.rolesanywhere.emulator.crl.CrlCalls;
import dev.rolesanywhere.emulator.fault.Faults;
import dev.rolesanywhere.emulator.fault.SkewedClock;
import dev.rolesanywhere.emulator.profile.Profile;
import dev.rolesanywhere.emulator.profile.ProfileCalls;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Route;
import dev.rolesanywhere.emulator.resource.Registry;
import dev.rolesanywhere.emulator.resource.Tags;
import dev.rolesanywhere.emulator.role.Roles;
import dev.rolesanywhere.emulator.session.CreateSession;
import dev.rolesanywhere.emulator.session.Randomness;
import dev.rolesanywhere.emulator.session.Sessions;
import dev.rolesanywhere.emulator.subject.Subjects;
import dev.rolesanywhere.emulator.trustanchor.TrustAnchor;
import dev.rolesanywhere.emulator.trustanchor.TrustAnchorCalls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A running emulator. Closing it discards all state. */
public final class Emulator implements AutoCloseable {
    private final Registry<TrustAnchor> anchors = new Registry<>("trust-anchor", "Trust anchor");
    private final Registry<Profile> profiles = new Registry<>("profile", "Profile");
    private final Registry<Crl> crls = new Registry<>("crl", "CRL");
    private final Sessions sessions = new Sessions();
    private final EmulatorSettings settings;
    private final Roles roles;
    private final Users users;
    private final TrustAnchorCalls anchorCalls;
    private final ProfileCalls profileCalls;
    private final Listener listener;

    private Emulator(EmulatorSettings settings) throws IOException {
        this.settings = settings;
        var clock = new SkewedClock(settings.clock());
        var randomness = new Randomness(settings.random());
        var tags = new Tags();
        var subjects = new Subjects(settings.account());
        var faults = new Faults(clock, Emulator::sleep);
        Supplier<UUID> ids = randomness::uuid;
        roles = new Roles(settings.account(), randomness::id);
        users = new Users(settings.account());
        anchorCalls = new TrustAnchorCalls(anchors, tags, settings.account(), clock, ids);
        profileCalls = new ProfileCalls(profiles, tags, settings.account(), clock, ids);
        var crlCalls = new CrlCalls(crls, anchors, tags, settings.account(), clock, ids);
        var createSession = new CreateSession(anchors, profiles, crls, roles, sessions, subjects, randomness, clock);
        var calls = new SignedCalls(sessions, clock);
        var access = new ManagementAccess(
                users, roles, calls, new RequiredPermissions(settings.account(), tags, anchors, profiles));
        List<Route> routes = Stream.of(
                        createSession.routes(),
                        new AssumeRole(calls, roles, sessions, randomness, clock).routes(),
                        new GetCallerIdentity(calls).routes(),
                        new OneObject(calls).routes(),
                        new ListTables(calls).routes(),
                        access.guard(anchorCalls.routes()),
                        access.guard(profileCalls.routes()),
                        access.guard(crlCalls.routes()),
                        access.guard(subjects.routes()),
                        access.guard(tags.routes(this::exists)),
                        users.routes(),
                        roles.routes(),
                        sessions.routes(),
                        faults.routes(),
                        clock.routes(),
                        List.of(health()))
                .flatMap(List::stream)
                .toList();
        var dispatcher = new Dispatcher(routes, faults, settings.log());
        listener = Listener.start(settings.address(), settings.tls(), dispatcher::dispatch, ids, clock);
    }

    /** Starts listening. */
    public static Emulator start(EmulatorSettings settings) throws IOException {
        return new Emulator(settings);
    }

    /** The listening address: a name such as localhost may resolve differently for the caller. */
    public URI endpoint() {
        String scheme = settings.tls().isPresent() ? "https" : "http";
        return URI.create(scheme + "://" + settings.address().getAddress().getHostAddress() + ":" + listener.port());
    }

    /** Creates the resources of a configuration; see docs/emulator.md for its format. */
    public void define(JsonNode configuration) {
        members(configuration, "trustAnchors")
                .forEach(anchor -> anchorCalls.define(Json.requiredText(anchor, "id"), anchor));
        members(configuration, "profiles")
                .forEach(profile -> profileCalls.define(Json.requiredText(profile, "id"), profile));
        members(configuration, "roles").forEach(role -> roles.define(Json.requiredText(role, "name"), role));
        members(configuration, "users").forEach(user -> users.define(Json.requiredText(user, "name"), user));
    }

    /** The sessions so far. */
    public Sessions sessions() {
        return sessions;
    }

    private static List<JsonNode> members(JsonNode configuration, String name) {
        return Json.list(configuration, name).orElse(List.of());
    }

    private boolean exists(String text) {
        Optional<Arn> arn = Arn.parse(text);
        return arn.isPresent()
                && Stream.of(anchors, profiles, crls)
                        .anyMatch(registry -> registry.find(arn.get()).isPresent());
    }

    private static Route health() {
        return Route.admin(
                "Health",
                "GET",
                "/_emulator/health",
                (request, none) -> Answer.json(200, Json.object().put("status", "UP")));
    }

    private static void sleep(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
