package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.SidecarLog;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The container and the volumes that a pod is given. The API server's defaults are written out, so that a second look at the
 * same pod finds nothing to change.
 */
final class SidecarParts {
    /** Where Kubernetes mounts the API token into each container that has nothing there. */
    static final String API_TOKEN_DIRECTORY = "/var/run/secrets/kubernetes.io/serviceaccount";

    /** Above any time slot and most outages; a start that takes a day may as well begin anew. */
    private static final int STARTUP_SECONDS = 86_400;

    /** Most starts take less. Each probe before that is a Warning Event of a healthy pod. */
    private static final int USUAL_START_SECONDS = 2;

    private static final int UNPRIVILEGED_USER = 65_532;
    private static final String VOLUME_SIZE = "4Mi";
    private static final BigDecimal SMALLEST_VOLUME = BigDecimal.valueOf(4 << 20);
    private static final int READABLE = 0644;
    private static final String STORAGE = "ephemeral-storage";

    /** More than what the kubelet keeps of a container's log, unless it is told otherwise: 50Mi. */
    private static final String ENOUGH_STORAGE_TEXT = "128Mi";

    private static final BigDecimal ENOUGH_STORAGE = BigDecimal.valueOf(128 << 20);

    private final ChartSettings chart;

    SidecarParts(ChartSettings chart) {
        this.chart = chart;
    }

    ObjectNode container(PodView pod, Inject decision) {
        SidecarPorts ports = decision.ports();
        ObjectNode container = object().put("name", Sidecar.CONTAINER)
                .put("image", chart.sidecar().image())
                .put("imagePullPolicy", pullPolicy(pod))
                .put("restartPolicy", "Always");
        container.set("env", environment(pod, decision));
        container.set("ports", ports(ports, pod.usesHostNetwork()));
        container.set("startupProbe", startupProbe(ports));
        container.set("resources", resources(pod, decision));
        container.set("securityContext", securityContext(pod));
        container.set("volumeMounts", volumeMounts());
        return container.put("terminationMessagePath", "/dev/termination-log").put("terminationMessagePolicy", "File");
    }

    /**
     * Where another webhook removed the sidecar, it is put in again behind Kubernetes' own plugins. AlwaysPullImages then has set all others, and
     * rejects the pod whose sidecar has anything else.
     */
    private String pullPolicy(PodView pod) {
        boolean putBack = pod.injectedBefore() && !pod.hasSidecar();
        return putBack && pod.othersContainers().allMatch(ContainerView::pullsAlways)
                ? "Always"
                : chart.sidecar().pullPolicy();
    }

    /** In memory, whatever a volume of that name in the pod is; a larger size than ours is kept. */
    ObjectNode credentialsVolume(PodView pod) {
        ObjectNode volume = object().put("name", Sidecar.CREDENTIALS_VOLUME);
        JsonNode size = pod.volume(Sidecar.CREDENTIALS_VOLUME).at("/emptyDir/sizeLimit");
        boolean larger = Quantity.of(size).orElse(BigDecimal.ZERO).compareTo(SMALLEST_VOLUME) > 0;
        volume.putObject("emptyDir").put("medium", "Memory").put("sizeLimit", larger ? size.asText() : VOLUME_SIZE);
        return volume;
    }

    ObjectNode issuerTokenVolume() {
        ObjectNode volume = object().put("name", Sidecar.ISSUER_TOKEN_VOLUME);
        ObjectNode projected = volume.putObject("projected").put("defaultMode", READABLE);
        projected
                .putArray("sources")
                .addObject()
                .putObject("serviceAccountToken")
                .put("audience", Issuing.AUDIENCE)
                .put("expirationSeconds", Math.toIntExact(Issuing.TOKEN_SECONDS))
                .put("path", Sidecar.ISSUER_TOKEN_FILE);
        return volume;
    }

    /** Of the credentials into a container that uses them. */
    static ObjectNode credentialsMount() {
        return object().put("name", Sidecar.CREDENTIALS_VOLUME)
                .put("readOnly", true)
                .put("mountPath", Sidecar.CREDENTIALS_DIRECTORY);
    }

    private ArrayNode environment(PodView pod, Inject decision) {
        ArrayNode environment =
                array().add(variable(Sidecar.ENV_ISSUER_URL, chart.issuer().url()));
        if (!chart.issuer().addresses().isEmpty()) {
            environment.add(variable(
                    Sidecar.ENV_ISSUER_ADDRESSES,
                    String.join(",", chart.issuer().addresses())));
        }
        environment
                .add(variable(Sidecar.ENV_ISSUER_CA, chart.issuer().bundle()))
                .add(variable(Sidecar.ENV_STARTUP, decision.settings().startup().name()));
        if (!pod.dnsPolicy().equals(Sidecar.DEFAULT_DNS_POLICY)) {
            environment.add(variable(Sidecar.ENV_DNS_POLICY, pod.dnsPolicy()));
        }
        if (decision.readsFiles()) {
            environment.add(variable(Sidecar.ENV_FILES, "true"));
        }
        log(environment, chart.sidecar().log());
        if (pod.usesHostNetwork()) {
            environment
                    .add(variable(
                            Sidecar.ENV_ENDPOINT_PORT,
                            String.valueOf(decision.ports().endpoint())))
                    .add(variable(
                            Sidecar.ENV_PROBE_PORT,
                            String.valueOf(decision.ports().probe())));
        }
        return environment;
    }

    /** Nothing where the sidecar does so by itself: pods stay as they were. */
    private static void log(ArrayNode environment, SidecarLog log) {
        if (log.level() != SidecarLog.ordinary().level()) {
            environment.add(variable(Sidecar.ENV_LOG_LEVEL, log.level().name()));
        }
        if (log.format() != SidecarLog.ordinary().format()) {
            environment.add(variable(Sidecar.ENV_LOG_FORMAT, log.format().name()));
        }
    }

    static ObjectNode variable(String name, String value) {
        return object().put("name", name).put("value", value);
    }

    /** On the host's network both ports are declared: the scheduler keeps two such pods on different nodes. */
    private static ArrayNode ports(SidecarPorts ports, boolean hostNetwork) {
        ArrayNode declared = array().add(port(SidecarPorts.PROBE_NAME, ports.probe(), hostNetwork));
        return hostNetwork ? declared.add(port(SidecarPorts.ENDPOINT_NAME, ports.endpoint(), true)) : declared;
    }

    private static ObjectNode port(String name, int number, boolean hostNetwork) {
        ObjectNode port = object().put("name", name).put("containerPort", number);
        if (hostNetwork) {
            port.put("hostPort", number);
        }
        return port.put("protocol", "TCP");
    }

    private static ObjectNode startupProbe(SidecarPorts ports) {
        ObjectNode probe = object();
        probe.putObject("httpGet")
                .put("path", Sidecar.STARTED_PATH)
                .put("port", ports.probe())
                .put("scheme", "HTTP");
        return probe.put("initialDelaySeconds", USUAL_START_SECONDS)
                .put("periodSeconds", 1)
                .put("timeoutSeconds", 1)
                .put("successThreshold", 1)
                .put("failureThreshold", STARTUP_SECONDS);
    }

    /**
     * Within a CPU limit a start takes seconds; only where all the others have one does the pod's QoS class, or a quota, want ours. Of what
     * the pod itself has a budget for, ours says nothing: the API server rejects containers whose sum is above it.
     */
    private ObjectNode resources(PodView pod, Inject decision) {
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
     * Where all the others have one, a quota may want it of every container. The sidecar writes nothing but its log. Not more than
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
    private static ObjectNode securityContext(PodView pod) {
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

    /**
     * The issuer's token is mounted a second time, where Kubernetes would mount the API token: its ServiceAccount admission runs
     * again after this webhook and passes by the containers that have a mount there.
     */
    private static ArrayNode volumeMounts() {
        ArrayNode mounts = array();
        mounts.addObject().put("name", Sidecar.CREDENTIALS_VOLUME).put("mountPath", Sidecar.CREDENTIALS_DIRECTORY);
        for (String directory : new String[] {Sidecar.ISSUER_TOKEN_DIRECTORY, API_TOKEN_DIRECTORY}) {
            mounts.addObject()
                    .put("name", Sidecar.ISSUER_TOKEN_VOLUME)
                    .put("readOnly", true)
                    .put("mountPath", directory);
        }
        return mounts;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
