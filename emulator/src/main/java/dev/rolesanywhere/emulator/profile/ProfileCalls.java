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
import dev.rolesanywhere.emulator.resource.CommonCalls;
import dev.rolesanywhere.emulator.resource.Names;
import dev.rolesanywhere.emulator.resource.Registry;
import dev.rolesanywhere.emulator.resource.Tags;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The management calls for profiles. */
public final class ProfileCalls {
    private final Registry<Profile> profiles;
    private final Tags tags;
    private final Account account;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final CommonCalls<Profile> common;

    public ProfileCalls(Registry<Profile> profiles, Tags tags, Account account, Clock clock, Supplier<UUID> ids) {
        this.profiles = profiles;
        this.tags = tags;
        this.account = account;
        this.clock = clock;
        this.ids = ids;
        this.common = new CommonCalls<>("Profile", profiles, tags, account, clock, Profile::withEnabled, this::json);
    }

    public List<Route> routes() {
        return Stream.concat(common.routes().stream(), own()).toList();
    }

    private Stream<Route> own() {
        return Stream.of(
                Route.aws("CreateProfile", "POST", "/profiles", (request, none) -> create(request)),
                Route.aws("UpdateProfile", "PATCH", "/profile/{id}", (request, id) -> update(request, id.getFirst())),
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
                        (request, id) -> common.answer(200, define(id.getFirst(), Json.read(request.body())))));
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
        return common.answer(201, profile);
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

    private Answer update(Request request, String id) {
        JsonNode body = Json.read(request.body());
        return common.answer(
                200,
                profiles.update(id, profile -> profile.with(profile.settings().updated(body), now())));
    }

    private Answer putMapping(Request request, String id) {
        JsonNode body = Json.read(request.body());
        CertificateField field = CertificateField.named(Json.requiredText(body, "certificateField"));
        List<String> specifiers =
                Json.list(body, "mappingRules").orElseThrow(() -> Json.missing("mappingRules")).stream()
                        .map(rule -> Json.requiredText(rule, "specifier"))
                        .toList();
        return common.answer(
                200,
                profiles.update(id, profile -> profile.with(profile.mapping().with(field, specifiers), now())));
    }

    private Answer deleteMapping(Request request, String id) {
        CertificateField field = CertificateField.named(
                request.parameters().first("certificateField").orElseThrow(() -> Json.missing("certificateField")));
        List<String> specifiers = request.parameters().all("specifiers");
        return common.answer(
                200,
                profiles.update(id, profile -> profile.with(profile.mapping().without(field, specifiers), now())));
    }

    private Instant now() {
        return clock.instant();
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
