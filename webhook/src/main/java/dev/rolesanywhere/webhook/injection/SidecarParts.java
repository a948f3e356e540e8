package dev.rolesanywhere.webhook.injection;

import static dev.rolesanywhere.webhook.injection.ContainerParts.array;
import static dev.rolesanywhere.webhook.injection.ContainerParts.object;
import static dev.rolesanywhere.webhook.injection.ContainerParts.variable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.injection.Decision.Inject;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import java.math.BigDecimal;

/** The sidecar and its volumes. */
final class SidecarParts {
    /** Longer than any time slot and most outages. After a day, a new start is acceptable. */
    private static final int STARTUP_SECONDS = 86_400;

    /** Most starts are faster. Each earlier probe would cause a Warning Event on a healthy pod. */
    private static final int USUAL_START_SECONDS = 2;

    private static final String VOLUME_SIZE = "4Mi";
    private static final BigDecimal SMALLEST_VOLUME = BigDecimal.valueOf(4 << 20);

    private final ChartSettings chart;
    private final ContainerParts parts;

    SidecarParts(ChartSettings chart) {
        this.chart = chart;
        this.parts = new ContainerParts(chart);
    }

    ObjectNode container(PodView pod, Inject decision, SidecarPorts ports) {
        ObjectNode container = object().put("name", Sidecar.CONTAINER)
                .put("image", chart.sidecar().image())
                .put("imagePullPolicy", parts.pullPolicy(pod, pod.injectedBefore() && !pod.hasSidecar()))
                .put("restartPolicy", "Always");
        container.set("env", environment(pod, decision, ports));
        container.set("ports", ports(ports, pod.usesHostNetwork()));
        container.set("startupProbe", startupProbe(ports));
        container.set("resources", parts.resources(pod, decision));
        container.set("securityContext", ContainerParts.securityContext(pod));
        container.set("volumeMounts", volumeMounts(decision));
        return ContainerParts.withMessage(container);
    }

    /** In memory, even if the pod has another volume with that name. A larger size than ours is kept. */
    static ObjectNode credentialsVolume(PodView pod) {
        ObjectNode volume = object().put("name", Sidecar.CREDENTIALS_VOLUME);
        JsonNode size = pod.volume(Sidecar.CREDENTIALS_VOLUME).at("/emptyDir/sizeLimit");
        boolean larger = Quantity.of(size).orElse(BigDecimal.ZERO).compareTo(SMALLEST_VOLUME) > 0;
        volume.putObject("emptyDir").put("medium", "Memory").put("sizeLimit", larger ? size.asText() : VOLUME_SIZE);
        return volume;
    }

    static ObjectNode issuerTokenVolume() {
        return ContainerParts.tokenVolume(
                Sidecar.ISSUER_TOKEN_VOLUME, Issuing.AUDIENCE, Issuing.TOKEN_SECONDS, Sidecar.ISSUER_TOKEN_FILE);
    }

    private ArrayNode environment(PodView pod, Inject decision, SidecarPorts ports) {
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
        parts.log(environment);
        if (pod.usesHostNetwork()) {
            environment
                    .add(variable(Sidecar.ENV_ENDPOINT_PORT, String.valueOf(ports.endpoint())))
                    .add(variable(Sidecar.ENV_PROBE_PORT, String.valueOf(ports.probe())));
        }
        return environment;
    }

    /** On the host's network both ports are declared, so the scheduler keeps two such pods on different nodes. */
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

    private static ArrayNode volumeMounts(Inject decision) {
        ArrayNode mounts = array();
        mounts.addObject().put("name", Sidecar.CREDENTIALS_VOLUME).put("mountPath", Sidecar.CREDENTIALS_DIRECTORY);
        ContainerParts.mountToken(mounts, Sidecar.ISSUER_TOKEN_VOLUME, Sidecar.ISSUER_TOKEN_DIRECTORY);
        ExternalVolumes.of(decision.roles()).forEach(files -> mounts.add(ExternalVolumes.mount(files)));
        return mounts;
    }
}
