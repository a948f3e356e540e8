package dev.rolesanywhere.emulator.trustanchor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import java.util.List;

/**
 * When AWS notifies an account about an expiring certificate. The emulator stores the settings but sends no
 * notifications.
 *
 * @param threshold days before expiry, 1 to 360
 * @param configuredBy the account, or the service for its defaults
 */
public record NotificationSetting(String event, boolean enabled, int threshold, String channel, String configuredBy) {
    private static final String SERVICE = "rolesanywhere.amazonaws.com";
    private static final List<String> EVENTS = List.of("CA_CERTIFICATE_EXPIRY", "END_ENTITY_CERTIFICATE_EXPIRY");
    private static final int DEFAULT_THRESHOLD = 45;

    static List<NotificationSetting> defaults() {
        return EVENTS.stream().map(NotificationSetting::defaultOf).toList();
    }

    static NotificationSetting defaultOf(String event) {
        if (!EVENTS.contains(event)) {
            throw Refusal.invalid("Value at '/notificationSettings/event' must be one of " + EVENTS);
        }
        return new NotificationSetting(event, true, DEFAULT_THRESHOLD, "ALL", SERVICE);
    }

    static NotificationSetting read(JsonNode json, String account) {
        NotificationSetting byDefault = defaultOf(Json.requiredText(json, "event"));
        int threshold = Json.integer(json, "threshold").orElse(DEFAULT_THRESHOLD);
        if (threshold < 1 || threshold > 360) {
            throw Refusal.invalid("1 validation error detected: Value at '/notificationSettings/threshold' failed to"
                    + " satisfy constraint: Member must be between 1 and 360, inclusive");
        }
        boolean enabled = Json.bool(json, "enabled").orElseThrow(() -> Json.missing("notificationSettings/enabled"));
        return new NotificationSetting(byDefault.event(), enabled, threshold, "ALL", account);
    }

    JsonNode json() {
        return Json.object()
                .put("event", event)
                .put("enabled", enabled)
                .put("threshold", threshold)
                .put("channel", channel)
                .put("configuredBy", configuredBy);
    }
}
