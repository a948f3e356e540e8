package dev.rolesanywhere.emulator.trustanchor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.arn.Account;
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

/** The management calls for trust anchors. */
public final class TrustAnchorCalls {
    private final Registry<TrustAnchor> anchors;
    private final Tags tags;
    private final Account account;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final CommonCalls<TrustAnchor> common;

    public TrustAnchorCalls(
            Registry<TrustAnchor> anchors, Tags tags, Account account, Clock clock, Supplier<UUID> ids) {
        this.anchors = anchors;
        this.tags = tags;
        this.account = account;
        this.clock = clock;
        this.ids = ids;
        this.common = new CommonCalls<>(
                "TrustAnchor", anchors, tags, account, clock, TrustAnchor::withEnabled, TrustAnchorCalls::json);
    }

    public List<Route> routes() {
        return Stream.concat(common.routes().stream(), own()).toList();
    }

    private Stream<Route> own() {
        return Stream.of(
                Route.aws("CreateTrustAnchor", "POST", "/trustanchors", (request, none) -> create(request)),
                Route.aws(
                        "UpdateTrustAnchor",
                        "PATCH",
                        "/trustanchor/{id}",
                        (request, id) -> update(request, id.getFirst())),
                Route.aws(
                        "PutNotificationSettings",
                        "PATCH",
                        "/put-notifications-settings",
                        (request, none) -> put(request)),
                Route.aws(
                        "ResetNotificationSettings",
                        "PATCH",
                        "/reset-notifications-settings",
                        (request, none) -> reset(request)),
                Route.admin(
                        "PutTrustAnchor",
                        "PUT",
                        "/_emulator/trustanchors/{id}",
                        (request, id) -> common.answer(200, define(id.getFirst(), Json.read(request.body())))));
    }

    /**
     * Creates or replaces an anchor with a fixed id, so that its ARN can be written down before its CA exists.
     *
     * @param body {@code certificates} as PEM; optional {@code name}, {@code alias}, {@code region}, {@code enabled}
     */
    public TrustAnchor define(String id, JsonNode body) {
        String region = Json.text(body, "region").orElse(account.region());
        String name = Names.name(Json.text(body, "name").orElse("anchor"));
        return anchors.put(new TrustAnchor(
                account.rolesAnywhere(region, "trust-anchor", Names.id(id)),
                name,
                Json.text(body, "alias").orElse(name),
                Source.bundle(Json.requiredText(body, "certificates")),
                Json.bool(body, "enabled").orElse(true),
                NotificationSetting.defaults(),
                now(),
                now()));
    }

    private Answer create(Request request) {
        JsonNode body = Json.read(request.body());
        String name = Names.name(Json.requiredText(body, "name"));
        List<NotificationSetting> settings = settings(body);
        TrustAnchor anchor = anchors.put(new TrustAnchor(
                account.rolesAnywhere(
                        account.regionOf(request), "trust-anchor", ids.get().toString()),
                name,
                name,
                Source.read(body),
                Json.bool(body, "enabled").orElse(false),
                merged(NotificationSetting.defaults(), settings),
                now(),
                now()));
        tags.add(anchor.arn().toString(), body);
        return common.answer(201, anchor);
    }

    private Answer update(Request request, String id) {
        JsonNode body = Json.read(request.body());
        return common.answer(
                200,
                anchors.update(
                        id,
                        anchor -> anchor.with(
                                Json.text(body, "name").map(Names::name).orElse(anchor.name()),
                                body.hasNonNull("source") ? Source.read(body) : anchor.source(),
                                now())));
    }

    private Answer put(Request request) {
        JsonNode body = Json.read(request.body());
        List<NotificationSetting> settings = settings(body);
        return changeSettings(body, settings);
    }

    private Answer reset(Request request) {
        JsonNode body = Json.read(request.body());
        List<NotificationSetting> defaults = Json.list(body, "notificationSettingKeys")
                .orElseThrow(() -> Json.missing("notificationSettingKeys"))
                .stream()
                .map(key -> NotificationSetting.defaultOf(Json.requiredText(key, "event")))
                .toList();
        return changeSettings(body, defaults);
    }

    private Answer changeSettings(JsonNode body, List<NotificationSetting> changes) {
        return common.answer(
                200,
                anchors.update(
                        Json.requiredText(body, "trustAnchorId"),
                        anchor -> anchor.withNotificationSettings(
                                merged(anchor.notificationSettings(), changes), now())));
    }

    private List<NotificationSetting> settings(JsonNode body) {
        return Json.list(body, "notificationSettings").orElse(List.of()).stream()
                .map(setting -> NotificationSetting.read(setting, account.id()))
                .toList();
    }

    private static List<NotificationSetting> merged(
            List<NotificationSetting> before, List<NotificationSetting> changes) {
        return before.stream()
                .map(setting -> changes.stream()
                        .filter(change -> change.event().equals(setting.event()))
                        .findFirst()
                        .orElse(setting))
                .toList();
    }

    private Instant now() {
        return clock.instant();
    }

    private static ObjectNode json(TrustAnchor anchor) {
        ObjectNode json = Json.object()
                .put("trustAnchorId", anchor.id())
                .put("trustAnchorArn", anchor.arn().toString())
                .put("name", anchor.name())
                .put("enabled", anchor.enabled())
                .put("createdAt", anchor.createdAt().toString())
                .put("updatedAt", anchor.updatedAt().toString());
        json.set("source", anchor.source().json());
        json.set(
                "notificationSettings",
                Json.array(anchor.notificationSettings().stream()
                        .map(NotificationSetting::json)
                        .toList()));
        return json;
    }
}
