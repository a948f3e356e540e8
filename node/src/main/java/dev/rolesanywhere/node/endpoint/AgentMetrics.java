package dev.rolesanywhere.node.endpoint;

import dev.rolesanywhere.node.pod.AgentPod;
import dev.rolesanywhere.node.pod.Pods;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Counters and gauges of the agent in Prometheus's text format. */
final class AgentMetrics {
    private static final String PREFIX = "rolesanywhere_node_agent_";

    /** By status and error code, which is from a closed set. */
    private final Map<String, Long> requests = new TreeMap<>();

    synchronized void requested(int status, String code) {
        String labels = "code=\"" + status + "\",reason=\"" + code + "\"";
        Long before = requests.get(labels);
        requests.put(labels, before == null ? 1L : before + 1);
    }

    /** @param ready what the kubelet sees */
    synchronized String text(boolean ready, Pods pods, Instant now) {
        int awake = 0;
        for (AgentPod pod : pods.all()) {
            awake += pod.isAwake(now) ? 1 : 0;
        }
        StringBuilder out = new StringBuilder();
        family(out, "ready", "gauge", "1 if the agent can verify tokens and listens for pods.");
        out.append(PREFIX).append("ready ").append(ready ? 1 : 0).append('\n');
        family(out, "pods", "gauge", "Pods that the agent remembers, by whether they send requests.");
        out.append(PREFIX).append("pods{state=\"awake\"} ").append(awake).append('\n');
        out.append(PREFIX)
                .append("pods{state=\"idle\"} ")
                .append(pods.all().size() - awake)
                .append('\n');
        family(out, "requests_total", "counter", "Requests for credentials, by HTTP status and reason.");
        for (Map.Entry<String, Long> count : requests.entrySet()) {
            out.append(PREFIX).append("requests_total{").append(count.getKey()).append("} ");
            out.append(count.getValue()).append('\n');
        }
        return out.substring(0, out.length() - 1);
    }

    private static void family(StringBuilder out, String name, String type, String help) {
        out.append("# HELP ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(help)
                .append('\n');
        out.append("# TYPE ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }
}
