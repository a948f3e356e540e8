package dev.rolesanywhere.plugin.preview;

/**
 * One thing that the webhook would write.
 *
 * @param container empty where it is about the whole pod
 * @param kind such as container, volume, variable, mount, label
 * @param name of it
 * @param value in short; empty where the name says all
 */
record Change(String container, String kind, String name, String value) {
    String words() {
        return "%s%s %s%s"
                .formatted(
                        container.isEmpty() ? "" : "container %s: ".formatted(container),
                        kind,
                        name,
                        value.isEmpty() ? "" : (kind.equals("variable") ? "=" : ", ") + value);
    }
}
