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
 * The common parts of the sidecar and the container that waits for the agent. They include the API server's defaults,
 * so that a second review of the same pod changes nothing.
 */
final class ContainerParts {
    /** Where Kubernetes mounts the API token in each container without a mount there. */
    static final String API_TOKEN_DIRECTORY = "/var/run/secrets/kubernetes.io/serviceaccount";

    private static final int UNPRIVILEGED_USER = 65_532;
    private static final int READABLE = 0644;
    private static final String STORAGE = "ephemeral-storage";

    /** More than the kubelet keeps of a container's log by default (50Mi). */
    private static final String ENOUGH_STORAGE_TEXT = "128Mi";

    private static final BigDecimal ENOUGH_STORAGE = BigDecimal.valueOf(128 << 20);

    private final ChartSettings chart;

    ContainerParts(ChartSettings chart) {
        this.chart = chart;
    }

    /**
     * If another webhook removed the container, it is added again after Kubernetes' own plugins. AlwaysPullImages has
     * then changed all other containers, and rejects the pod if a container has another policy.
     */
    String pullPolicy(PodView pod, boolean isPutBack) {
        return isPutBack && pod.othersContainers().allMatch(ContainerView::pullsAlways)
                ? "Always"
                : chart.sidecar().pullPolicy();
    }

    /** Adds nothing for the program's default, so that pods do not change. */
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
     * A CPU limit makes a start take seconds. The pod's QoS class or a quota needs one only if all other containers
     * have one. If the pod itself has a budget for a resource, our container sets none, because the API server rejects
     * containers whose sum exceeds the budget.
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
     * If all other containers have this value, a quota may require it of every container. Our container writes only its
     * log. The value is not larger than the others', because a LimitRange may have a maximum.
     */
    private static Optional<JsonNode> storage(PodView pod, String field) {
        return pod.smallest(field, STORAGE)
                .map(smallest -> Quantity.of(smallest).orElseThrow().compareTo(ENOUGH_STORAGE) < 0
                        ? smallest
                        : JsonNodeFactory.instance.textNode(ENOUGH_STORAGE_TEXT));
    }

    /**
     * Satisfies the restricted Pod Security Standard for every pod. The image's own user is numeric and not root, so no
     * user is set and OpenShift may assign one. The user is set only if the pod makes every container root.
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
     * Mounts the token a second time where Kubernetes would mount the API token. Kubernetes' ServiceAccount admission
     * runs again after this webhook, and skips containers with a mount there.
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
        // A program for another architecture reports this only in its log. With this policy the pod's status has
        // that line, and the operator names the cause.
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
