package dev.rolesanywhere.webhook.settings;

/** What the chart says about the sidecar's log. */
public record SidecarLog(Level level, Format format) {
    public enum Level {
        INFO,
        WARN
    }

    public enum Format {
        JSON,
        Text
    }

    /** What a sidecar does where nothing is set. */
    public static SidecarLog ordinary() {
        return new SidecarLog(Level.INFO, Format.JSON);
    }
}
