package dev.rolesanywhere.emulator.profile;

import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.attribute.AttributeMapping;
import dev.rolesanywhere.emulator.resource.Resource;
import java.time.Duration;
import java.time.Instant;

/** The roles of the profile, and the settings of their sessions. */
public record Profile(
        Arn arn,
        String alias,
        boolean enabled,
        ProfileSettings settings,
        AttributeMapping mapping,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {
    @Override
    public String id() {
        return arn.name();
    }

    public Duration duration() {
        return Duration.ofSeconds(settings.durationSeconds());
    }

    public boolean lists(Arn role) {
        return settings.roleArns().contains(role.toString());
    }

    public boolean acceptsRoleSessionName() {
        return settings.acceptRoleSessionName();
    }

    Profile withEnabled(boolean value, Instant now) {
        return new Profile(arn, alias, value, settings, mapping, createdAt, now);
    }

    Profile with(ProfileSettings changed, Instant now) {
        return new Profile(arn, alias, enabled, changed, mapping, createdAt, now);
    }

    Profile with(AttributeMapping changed, Instant now) {
        return new Profile(arn, alias, enabled, settings, changed, createdAt, now);
    }
}
