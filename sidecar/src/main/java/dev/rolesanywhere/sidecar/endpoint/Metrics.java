package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.client.session.Credentials;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts, and writes what it counted in Prometheus's text format. */
public final class Metrics {
    private static final String PREFIX = "rolesanywhere_sidecar_";

    private final Map<String, Long> refreshes = new TreeMap<>();
    private final Map<String, Long> requests = new TreeMap<>();
    private @Nullable Instant certificateExpiry;

    /** @param result {@code Accepted}, or the reason of the refusal or failure */
    public synchronized void refreshed(String result) {
        increment(refreshes, result);
    }

    public synchronized void certificate(Instant notAfter) {
        certificateExpiry = notAfter;
    }

    synchronized void requested(int status) {
        increment(requests, Integer.toString(status));
    }

    synchronized String text(Served served) {
        StringBuilder out = new StringBuilder();
        type(out, "credentials_expiration_timestamp_seconds", "gauge");
        for (Map.Entry<String, Served.Profile> profile : new TreeMap<>(served.profiles()).entrySet()) {
            Credentials credentials = profile.getValue().credentials();
            if (credentials != null) {
                sample(
                        out,
                        "credentials_expiration_timestamp_seconds{profile=\"" + profile.getKey() + "\"}",
                        credentials.expiration().getEpochSecond());
            }
        }
        type(out, "certificate_expiration_timestamp_seconds", "gauge");
        if (certificateExpiry != null) {
            sample(out, "certificate_expiration_timestamp_seconds", certificateExpiry.getEpochSecond());
        }
        counters(out, "refreshes_total", "result", refreshes);
        counters(out, "requests_total", "code", requests);
        return out.substring(0, out.length() - 1);
    }

    private static void increment(Map<String, Long> counts, String label) {
        Long before = counts.get(label);
        counts.put(label, before == null ? 1L : before + 1);
    }

    private static void counters(StringBuilder out, String name, String label, Map<String, Long> counts) {
        type(out, name, "counter");
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            sample(out, name + "{" + label + "=\"" + count.getKey() + "\"}", count.getValue());
        }
    }

    private static void type(StringBuilder out, String name, String type) {
        out.append("# TYPE ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }

    private static void sample(StringBuilder out, String name, long value) {
        out.append(PREFIX).append(name).append(' ').append(value).append('\n');
    }
}
