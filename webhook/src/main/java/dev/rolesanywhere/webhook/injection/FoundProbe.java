package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Sidecar;

/** The sidecar's startup probe. A mesh rewrites path and port, and its proxy sends the probe to the sidecar. */
final class FoundProbe {
    private static final int LONGEST_DELAY = 60;

    private FoundProbe() {}

    /** Never a command, which would run in the sidecar, and never another host, which the kubelet would call. */
    static ObjectNode complete(JsonNode ours, JsonNode found) {
        ObjectNode probe = ours.deepCopy();
        if (isRewritten(found)) {
            probe.remove("httpGet");
            for (String handler : new String[] {"httpGet", "tcpSocket", "grpc"}) {
                if (found.has(handler)) {
                    probe.set(handler, found.path(handler).deepCopy());
                }
            }
        }
        if (waitsLikeOurs(ours, found)) {
            for (String timing :
                    new String[] {"initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold"}) {
                if (found.has(timing)) {
                    probe.set(timing, found.path(timing));
                }
            }
        }
        return probe;
    }

    private static boolean isRewritten(JsonNode found) {
        JsonNode get = found.path("httpGet");
        boolean one =
                (found.has("httpGet") ? 1 : 0) + (found.has("tcpSocket") ? 1 : 0) + (found.has("grpc") ? 1 : 0) == 1;
        return one
                && !found.has("exec")
                && !get.path("path").asText().equals(Sidecar.STARTED_PATH)
                && get.path("host").asText().isEmpty()
                && found.at("/tcpSocket/host").asText().isEmpty();
    }

    /**
     * The probe must allow at least our time to start and must run at least once a minute. Otherwise it would end a
     * long start, or notice a short one late.
     */
    private static boolean waitsLikeOurs(JsonNode ours, JsonNode found) {
        long period = found.path("periodSeconds").asLong(10);
        long failures = found.path("failureThreshold").asLong(3);
        long patience = ours.path("periodSeconds").asLong()
                * ours.path("failureThreshold").asLong();
        return isSeconds(found.path("periodSeconds"), 1)
                && isSeconds(found.path("timeoutSeconds"), 1)
                && (!found.has("initialDelaySeconds") || isSeconds(found.path("initialDelaySeconds"), 0))
                && found.path("failureThreshold").canConvertToInt()
                && found.path("failureThreshold").isIntegralNumber()
                && period * failures >= patience;
    }

    private static boolean isSeconds(JsonNode value, int least) {
        return value.isIntegralNumber()
                && value.canConvertToInt()
                && value.asInt() >= least
                && value.asInt() <= LONGEST_DELAY;
    }
}
