package dev.rolesanywhere.emulator.trustanchor;

import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.resource.Resource;
import java.time.Instant;
import java.util.List;

/** A registered certificate authority, whose certificates can open sessions. */
public record TrustAnchor(
        Arn arn,
        String name,
        String alias,
        Source source,
        boolean enabled,
        List<NotificationSetting> notificationSettings,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {
    public TrustAnchor {
        notificationSettings = List.copyOf(notificationSettings);
    }

    @Override
    public String id() {
        return arn.name();
    }

    TrustAnchor withEnabled(boolean value, Instant now) {
        return new TrustAnchor(arn, name, alias, source, value, notificationSettings, createdAt, now);
    }

    TrustAnchor withNotificationSettings(List<NotificationSetting> settings, Instant now) {
        return new TrustAnchor(arn, name, alias, source, enabled, settings, createdAt, now);
    }

    /** A renamed anchor's alias stays: ARNs in use must not break. */
    TrustAnchor with(String newName, Source newSource, Instant now) {
        return new TrustAnchor(arn, newName, alias, newSource, enabled, notificationSettings, createdAt, now);
    }
}
