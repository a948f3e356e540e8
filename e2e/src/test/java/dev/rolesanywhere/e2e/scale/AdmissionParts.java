package dev.rolesanywhere.e2e.scale;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The duration of each part of admission, from the API server's own metrics: our webhook, and all plugins of a step.
 * The guards are among the plugins that validate. Other objects of the cluster count too.
 */
final class AdmissionParts {
    private static final Pattern SERIES = Pattern.compile(
            "apiserver_(?:admission_webhook_admission|validating_admission_policy_check|admission_step_admission)_duration_seconds_(sum|count)\\{(.*)} (\\S+)");
    private static final Pattern NAME = Pattern.compile("(?:name|policy)=\"([^\"]*)\"");
    private static final Pattern STEP = Pattern.compile("operation=\"CREATE\".*type=\"([^\"]*)\"");

    private final KubernetesClient client;

    /** @param seconds the total of all calls */
    record Spent(double seconds, double calls) {
        Spent plus(Spent other) {
            return new Spent(seconds + other.seconds, calls + other.calls);
        }

        Spent since(Spent earlier) {
            return new Spent(seconds - earlier.seconds, calls - earlier.calls);
        }
    }

    AdmissionParts(KubernetesClient client) {
        this.client = client;
    }

    /** The current values, by part. */
    Map<String, Spent> now() {
        Map<String, Spent> spent = new TreeMap<>();
        Objects.requireNonNull(client.raw("/metrics")).lines().forEach(line -> {
            Matcher series = SERIES.matcher(line);
            String part = series.matches() ? part(series.group(2)) : null;
            if (part != null) {
                double value = Double.parseDouble(series.group(3));
                spent.merge(
                        part, series.group(1).equals("sum") ? new Spent(value, 0) : new Spent(0, value), Spent::plus);
            }
        });
        return spent;
    }

    private static @Nullable String part(String labels) {
        Matcher name = NAME.matcher(labels);
        if (name.find()) {
            return name.group(1).contains("roles") ? name.group(1) : null;
        }
        Matcher step = STEP.matcher(labels);
        return step.find() ? "all plugins that " + step.group(1) : null;
    }
}
