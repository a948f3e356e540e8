package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.SidecarLog;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the sidecar and the container that waits for the agent have in common. The API server's defaults are written out, so that a second look at
 * the same pod finds nothing to change.
 */
final class ContainerParts {
    /** Where Kubernetes mounts the API token into each container that has nothing there. */
    static final String API_TOKEN_DIRECTORY = "/var/run/secrets/kubernetes.io/serviceaccount";

    private static final int UNPRIVILEGED_USER = 65_532;
    private static final int READABLE = 0644;
    private static final String STORAGE = "ephemeral-storage";

    /** More than what the kubelet keeps of a container's log, unless it is told otherwise: 50Mi. */
    private static final String ENOUGH_STORAGE_TEXT = "128Mi";

    private static final BigDecimal ENOUGH_STORAGE = BigDecimal.valueOf(128 << 20);

    private final ChartSettings chart;

    ContainerParts(ChartSettings chart) {
        this.chart = chart;
    }

    /**
     * Where another webhook removed the container, it is put in again behind Kubernetes' own plugins. AlwaysPullImages then has set all others, and
     * rejects the pod whose container has anything else.
     */
    String pullPolicy(PodView pod, boolean isPutBack) {
        return isPutBack && pod.othersContainers().allMatch(ContainerView::pullsAlways)
                ? "Always"
                : chart.sidecar().pullPolicy();
    }

    /** Nothing where the program does so by itself: pods stay as they were. */
    void log(ArrayNode environment) {
        SidecarLog log = chart.sidecar().log();
        if (log.level() != SidecarLog.ordinary().level()) {
            environment.add(variable(Sidecar.ENV_LOG_LEVEL, log.level().name()));
        }
        if (log.format() != SidecarLog.ordinary().format()) {
            environment.add(variable(Sidecar.ENV_LOG_FORMAT, log.format().name()));
        }
    }

    /**
     * Within a CPU limit a start takes seconds; only where all the others have one does the pod's QoS class, or a quota, want ours. Of what
     * the pod itself has a budget for, ours says nothing: the API server rejects containers whose sum is above it.
     */
    ObjectNode resources(PodView pod, Inject decision) {
        SidecarSize size = SidecarSize.of(
                chart.sidecar(),
                decision.roles().stream()
                        .flatMap(role -> Stream.ofNullable(role.sidecar()))
                        .toList(),
                pod.limitsCpuThroughout());
        ObjectNode limits = size.limits();
        ObjectNode requests = size.requests();
        if (!limits.has(STORAGE) && !requests.has(STORAGE)) {
            storage(pod, "limits").ifPresent(storage -> limits.set(STORAGE, storage));
            storage(pod, "requests").ifPresent(storage -> requests.set(STORAGE, storage));
        }
        limits.remove(pod.budgeted());
        requests.remove(pod.budgeted());
        return FoundResources.of(limits, requests);
    }

    /**
     * Where all the others have one, a quota may want it of every container. Ours writes nothing but its log. Not more than
     * the others have: a LimitRange may have a maximum.
     */
    private static Optional<JsonNode> storage(PodView pod, String field) {
        return pod.smallest(field, STORAGE)
                .map(smallest -> Quantity.of(smallest).orElseThrow().compareTo(ENOUGH_STORAGE) < 0
                        ? smallest
                        : JsonNodeFactory.instance.textNode(ENOUGH_STORAGE_TEXT));
    }

    /**
     * Satisfies the restricted Pod Security Standard whatever the pod says. The image's own user is numeric and not root, so no
     * user is set and OpenShift may assign one; only where the pod makes everybody root is it said again.
     */
    static ObjectNode securityContext(PodView pod) {
        ObjectNode context = object().put("allowPrivilegeEscalation", false)
                .put("privileged", false)
                .put("readOnlyRootFilesystem", true)
                .put("runAsNonRoot", true);
        if (pod.runsAsRoot()) {
            context.put("runAsUser", UNPRIVILEGED_USER);
        }
        context.putObject("capabilities").putArray("drop").add("ALL");
        context.putObject("seccompProfile").put("type", "RuntimeDefault");
        return context;
    }

    /** A volume of one projected token. */
    static ObjectNode tokenVolume(String name, String audience, long seconds, String file) {
        ObjectNode volume = object().put("name", name);
        ObjectNode projected = volume.putObject("projected").put("defaultMode", READABLE);
        projected
                .putArray("sources")
                .addObject()
                .putObject("serviceAccountToken")
                .put("audience", audience)
                .put("expirationSeconds", Math.toIntExact(seconds))
                .put("path", file);
        return volume;
    }

    /**
     * A token is mounted a second time, where Kubernetes would mount the API token: its ServiceAccount admission runs again after this webhook and
     * passes by the containers that have a mount there.
     */
    static void mountToken(ArrayNode mounts, String volume, String directory) {
        for (String path : new String[] {directory, API_TOKEN_DIRECTORY}) {
            mounts.add(readOnlyMount(volume, path));
        }
    }

    static ObjectNode readOnlyMount(String volume, String directory) {
        return object().put("name", volume).put("readOnly", true).put("mountPath", directory);
    }

    static ObjectNode variable(String name, String value) {
        return object().put("name", name).put("value", value);
    }

    static ObjectNode withMessage(ObjectNode container) {
        // A program for another architecture says so only in its log. With this policy the pod's status has that line,
        // and the operator names the cause.
        return container
                .put("terminationMessagePath", "/dev/termination-log")
                .put("terminationMessagePolicy", "FallbackToLogsOnError");
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
