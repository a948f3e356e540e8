package dev.rolesanywhere.plugin.preview;

/**
 * One change that the webhook would make.
 *
 * @param container empty if the change concerns the whole pod
 * @param kind such as container, volume, variable, mount, label
 * @param name of it
 * @param value short form; may be empty
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
