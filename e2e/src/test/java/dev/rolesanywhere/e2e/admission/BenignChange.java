package dev.rolesanywhere.e2e.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Changes of other webhooks to every container, which the sidecar accepts. Each changes nothing the second time. */
enum BenignChange implements Change {
    /** A policy engine that sends all images through a mirror. */
    RewritesRegistry(pod -> Json.containers(pod).forEach(container -> {
        String image = container.path("image").asText();
        if (!image.startsWith(BenignChange.MIRROR)) {
            container.put("image", BenignChange.MIRROR + image.substring(image.indexOf('/') + 1));
        }
    })),

    /** A policy engine that verifies signatures writes the digest behind the tag. */
    PinsDigests(pod -> Json.containers(pod).forEach(container -> {
        String image = container.path("image").asText();
        if (!image.contains("@")) {
            container.put("image", image + "@sha256:" + "ab".repeat(32));
        }
    })),

    PullsAlways(pod -> Json.containers(pod).forEach(container -> container.put("imagePullPolicy", "Always"))),

    AddsLimits(pod -> Json.containers(pod).forEach(container -> {
        ObjectNode limits = Json.object(Json.object(container, "resources"), "limits");
        BenignChange.putIfMissing(limits, "cpu", "500m");
        BenignChange.putIfMissing(limits, "memory", "512Mi");
        BenignChange.putIfMissing(limits, "ephemeral-storage", "1Gi");
    })),

    /** The vertical autoscaler. */
    ChangesRequests(pod -> Json.containers(pod).forEach(container -> {
        ObjectNode requests = Json.object(Json.object(container, "resources"), "requests");
        requests.put("cpu", "7m").put("memory", "20Mi");
    })),

    AddsEnvAndMounts(pod -> {
        ArrayNode volumes = Json.array((ObjectNode) pod.get("spec"), "volumes");
        if (!Json.has(volumes, "name", "company-ca")) {
            volumes.addObject().put("name", "company-ca").putObject("configMap").put("name", "company-ca");
        }
        Json.containers(pod).forEach(container -> {
            ArrayNode env = Json.array(container, "env");
            if (!Json.has(env, "name", "HTTPS_PROXY")) {
                env.addObject().put("name", "HTTPS_PROXY").put("value", "http://proxy.example.org:3128");
                env.insertObject(0).put("name", "CLUSTER").put("value", "prod-1");
            }
            ArrayNode mounts = Json.array(container, "volumeMounts");
            if (!Json.has(mounts, "name", "company-ca")) {
                mounts.insertObject(0)
                        .put("name", "company-ca")
                        .put("readOnly", true)
                        .put("mountPath", "/etc/ssl/company");
            }
        });
    }),

    /** A mesh sends the kubelet's probes through its proxy. */
    RewritesProbes(pod -> Json.containers(pod).forEach(container -> {
        if (container.at("/startupProbe/httpGet") instanceof ObjectNode get
                && !get.path("path").asText().startsWith("/app-health/")) {
            get.put("path", "/app-health/" + container.path("name").asText() + "/startupz")
                    .put("port", 15_020);
        }
    })),

    /** OpenShift's SCC: its assigned values, and its second call, which requires that the pod is unchanged. */
    AssignsIds(pod -> Json.containers(pod).forEach(container -> {
        ObjectNode context = Json.object(container, "securityContext");
        if (!context.has("runAsUser")) {
            context.put("runAsUser", 1_000_680_000);
        }
        ObjectNode options = Json.object(context, "seLinuxOptions");
        BenignChange.putIfMissing(options, "level", "s0:c26,c15");
        ArrayNode drop = Json.array(Json.object(context, "capabilities"), "drop");
        if (drop.isEmpty()) {
            drop.add("ALL");
        }
    })) {
        @Override
        public boolean validates() {
            return true;
        }
    },

    AppendsContainer(pod -> {
        ArrayNode containers = Json.array((ObjectNode) pod.get("spec"), "containers");
        if (!Json.has(containers, "name", "collector")) {
            containers.addObject().put("name", "collector").put("image", "example.org/collector:1");
        }
    }),

    PrependsInitContainer(pod -> {
        ArrayNode containers = Json.array((ObjectNode) pod.get("spec"), "initContainers");
        if (!Json.has(containers, "name", "vault-agent-init")) {
            containers.insertObject(0).put("name", "vault-agent-init").put("image", "example.org/vault:1");
        }
    });

    private static final String MIRROR = "mirror.example.org/";

    private final Consumer<ObjectNode> change;

    BenignChange(Consumer<ObjectNode> change) {
        this.change = change;
    }

    @Override
    public void apply(ObjectNode pod) {
        change.accept(pod);
    }

    private static void putIfMissing(ObjectNode object, String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }
}
