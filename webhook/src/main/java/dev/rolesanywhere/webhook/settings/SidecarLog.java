package dev.rolesanywhere.webhook.settings;

/** The chart's settings for the sidecar's log. */
public record SidecarLog(Level level, Format format) {
    public enum Level {
        INFO,
        WARN
    }

    public enum Format {
        JSON,
        Text
    }

    /** The sidecar's default. */
    public static SidecarLog ordinary() {
        return new SidecarLog(Level.INFO, Format.JSON);
    }
}
