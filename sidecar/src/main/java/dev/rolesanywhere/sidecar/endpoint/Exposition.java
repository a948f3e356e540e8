package dev.rolesanywhere.sidecar.endpoint;

/** Prometheus's text format, version 0.0.4. Label values are letters, digits and {@code -_.}, so no escaping is needed. */
final class Exposition {
    private static final String PREFIX = "rolesanywhere_sidecar_";

    private final StringBuilder out = new StringBuilder();
    private String name = "";

    void family(String shortName, String type, String help) {
        name = PREFIX + shortName;
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void sample(long value) {
        out.append(name).append(' ').append(value).append('\n');
    }

    void sample(String label, String labelValue, long value) {
        out.append(name)
                .append('{')
                .append(label)
                .append("=\"")
                .append(labelValue)
                .append("\"} ");
        out.append(value).append('\n');
    }

    /** Without the last line break. */
    @Override
    public String toString() {
        return out.substring(0, out.length() - 1);
    }
}
