package dev.rolesanywhere.emulator.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.arn.Account;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.attribute.AttributeMapping;
import dev.rolesanywhere.emulator.attribute.CertificateField;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import dev.rolesanywhere.emulator.resource.Names;
import dev.rolesanywhere.emulator.resource.Page;
import dev.rolesanywhere.emulator.resource.Registry;
import dev.rolesanywhere.emulator.resource.Tags;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The management calls for profiles. */
public final class ProfileCalls {
    private final Registry<Profile> profiles;
    private final Tags tags;
    private final Account account;
    private final Clock clock;
    private final Supplier<UUID> ids;

    public ProfileCalls(Registry<Profile> profiles, Tags tags, Account account, Clock clock, Supplier<UUID> ids) {
        this.profiles = profiles;
        this.tags = tags;
        this.account = account;
        this.clock = clock;
        this.ids = ids;
    }

    public List<Route> routes() {
        return List.of(
                Route.aws("CreateProfile", "POST", "/profiles", (request, none) -> create(request)),
                Route.aws("ListProfiles", "GET", "/profiles", (request, none) -> list(request)),
                Route.aws(
                        "GetProfile",
                        "GET",
                        "/profile/{id}",
                        (request, id) -> answer(200, profiles.get(id.getFirst()))),
                Route.aws("UpdateProfile", "PATCH", "/profile/{id}", (request, id) -> update(request, id.getFirst())),
                Route.aws("DeleteProfile", "DELETE", "/profile/{id}", (request, id) -> delete(id.getFirst())),
                Route.aws(
                        "EnableProfile",
                        "POST",
                        "/profile/{id}/enable",
                        (request, id) -> answer(
                                200, profiles.update(id.getFirst(), profile -> profile.withEnabled(true, now())))),
                Route.aws(
                        "DisableProfile",
                        "POST",
                        "/profile/{id}/disable",
                        (request, id) -> answer(
                                200, profiles.update(id.getFirst(), profile -> profile.withEnabled(false, now())))),
                Route.aws(
                        "PutAttributeMapping",
                        "PUT",
                        "/profiles/{id}/mappings",
                        (request, id) -> putMapping(request, id.getFirst())),
                Route.aws(
                        "DeleteAttributeMapping",
                        "DELETE",
                        "/profiles/{id}/mappings",
                        (request, id) -> deleteMapping(request, id.getFirst())),
                Route.admin(
                        "PutProfile",
                        "PUT",
                        "/_emulator/profiles/{id}",
                        (request, id) -> answer(200, define(id.getFirst(), Json.read(request.body())))));
    }

    /**
     * Creates or replaces a profile with a fixed id.
     *
     * @param body {@code roleArns} and what else CreateProfile knows; optional {@code alias}, {@code region}
     */
    public Profile define(String id, JsonNode body) {
        ObjectNode named = body.deepCopy();
        named.put("name", Json.text(body, "name").orElse("profile"));
        String region = Json.text(body, "region").orElse(account.region());
        return store(account.rolesAnywhere(region, "profile", Names.id(id)), named, true);
    }

    private Answer create(Request request) {
        JsonNode body = Json.read(request.body());
        Arn arn = account.rolesAnywhere(
                account.regionOf(request), "profile", ids.get().toString());
        Profile profile = store(arn, body, false);
        tags.add(arn.toString(), body);
        return answer(201, profile);
    }

    private Profile store(Arn arn, JsonNode body, boolean enabledByDefault) {
        ProfileSettings settings = ProfileSettings.created(body);
        return profiles.put(new Profile(
                arn,
                Json.text(body, "alias").orElse(settings.name()),
                Json.bool(body, "enabled").orElse(enabledByDefault),
                settings,
                AttributeMapping.byDefault(),
                now(),
                now()));
    }

    private Answer list(Request request) {
        List<ObjectNode> all = profiles.inRegion(account.regionOf(request)).stream()
                .map(this::json)
                .toList();
        return Answer.json(200, Page.of("profiles", all, request.parameters()));
    }

    private Answer update(Request request, String id) {
        JsonNode body = Json.read(request.body());
        return answer(
                200,
                profiles.update(id, profile -> profile.with(profile.settings().updated(body), now())));
    }

    private Answer delete(String id) {
        Profile profile = profiles.remove(id);
        tags.forget(profile.arn().toString());
        return answer(200, profile);
    }

    private Answer putMapping(Request request, String id) {
        JsonNode body = Json.read(request.body());
        CertificateField field = CertificateField.named(Json.requiredText(body, "certificateField"));
        List<String> specifiers =
                Json.list(body, "mappingRules").orElseThrow(() -> Json.missing("mappingRules")).stream()
                        .map(rule -> Json.requiredText(rule, "specifier"))
                        .toList();
        return answer(
                200,
                profiles.update(id, profile -> profile.with(profile.mapping().with(field, specifiers), now())));
    }

    private Answer deleteMapping(Request request, String id) {
        CertificateField field = CertificateField.named(
                request.parameters().first("certificateField").orElseThrow(() -> Json.missing("certificateField")));
        List<String> specifiers = request.parameters().all("specifiers");
        return answer(
                200,
                profiles.update(id, profile -> profile.with(profile.mapping().without(field, specifiers), now())));
    }

    private Instant now() {
        return clock.instant();
    }

    private Answer answer(int status, Profile profile) {
        return Answer.json(status, Json.object().set("profile", json(profile)));
    }

    private ObjectNode json(Profile profile) {
        ObjectNode json = Json.object()
                .put("profileId", profile.id())
                .put("profileArn", profile.arn().toString())
                .put("enabled", profile.enabled())
                .put("createdBy", account.id())
                .put("createdAt", profile.createdAt().toString())
                .put("updatedAt", profile.updatedAt().toString());
        profile.settings().writeTo(json);
        json.set("attributeMappings", profile.mapping().json());
        return json;
    }
}
