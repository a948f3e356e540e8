package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Labels;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Pods as users, other injectors and restores make them; names are drawn from few, so that they meet ours often. Only a pod that was injected
 * before says what ours says: where somebody writes our endpoint's address by hand, a second admission cannot tell it from ours and
 * treats it as ours, which the first did not.
 */
record RandomPods(Random random) {
    private static final List<String> CONTAINERS =
            List.of("app", "proxy", "istio-proxy", "istio-init", "logger", "init-db");
    private static final List<String> VARIABLES = List.of(
            "MODE",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "AWS_PROFILE",
            "AWS_CONFIG_FILE",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_ACCESS_KEY_ID",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            "HTTP_PROXY",
            "NO_PROXY",
            "no_proxy");
    private static final List<String> VALUES = List.of(
            "",
            "x",
            "eu-west-1",
            "reader-p",
            "http://127.0.0.1:80/own",
            "/etc/aws/config",
            "http://127.0.0.1:9911/v1/credentials",
            "http://127.0.0.1:9911/v1/credentials/reader-p",
            "/var/run/rolesanywhere.dev/credentials/token",
            "http://169.254.170.23/v1/credentials",
            "http://169.254.170.23:9913/v1/credentials/role/reader",
            "/var/run/rolesanywhere.dev/node/token",
            "*");
    private static final List<String> OUR_VOLUMES =
            List.of(Sidecar.CREDENTIALS_VOLUME, Sidecar.OLD_CREDENTIALS_VOLUME, NodeAgent.TOKEN_VOLUME);
    private static final List<String> VOLUMES = List.of("data", "cache", "tmp", "kube-api-access-x");
    private static final Map<String, List<String>> ANNOTATIONS = Map.of(
            "team",
            List.of("shop"),
            Annotations.ROLE,
            List.of("reader", "writer"),
            Annotations.DELIVERY,
            List.of("Endpoint", "Files", "NodeAgent"),
            Annotations.STARTUP,
            List.of("WaitForCredentials", "DoNotWait"),
            Annotations.REGION,
            List.of("eu-west-1", "Not A Region"),
            Annotations.SKIP_CONTAINERS,
            List.of("logger", "app,proxy"),
            Annotations.INJECT,
            List.of("false", "true"));

    ObjectNode pod() {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = pod.putObject("metadata").put("name", "a");
        ANNOTATIONS.forEach((key, values) -> {
            if (random.nextInt(key.equals(Annotations.DELIVERY) ? 2 : 6) == 0) {
                metadata.withObject("/annotations").put(key, one(values));
            }
        });
        ObjectNode spec =
                pod.putObject("spec").put("serviceAccountName", "orders").put("fieldOfTomorrow", "kept");
        if (random.nextInt(8) == 0) {
            spec.put("hostNetwork", true);
        }
        if (random.nextInt(8) == 0) {
            spec.putObject("securityContext").put("runAsUser", random.nextInt(2));
        }
        List<String> names = new ArrayList<>(CONTAINERS);
        Collections.shuffle(names, random);
        int init = random.nextInt(3);
        containers(spec, "initContainers", names.subList(0, init));
        containers(spec, "containers", names.subList(init, init + 1 + random.nextInt(3)));
        for (String volume : VOLUMES) {
            if (random.nextBoolean()) {
                spec.withArray("volumes").addObject().put("name", volume).putObject("emptyDir");
            }
        }
        switch (random.nextInt(6)) {
            case 0, 1 -> injectedBefore(metadata, spec);
            case 2 -> servedByAgentBefore(metadata, spec);
            default -> {}
        }
        return pod;
    }

    private void containers(ObjectNode spec, String field, List<String> names) {
        for (String name : names) {
            ObjectNode container =
                    spec.withArray(field).addObject().put("name", name).put("image", "i");
            for (String variable : VARIABLES) {
                if (random.nextInt(5) == 0) {
                    ObjectNode entry = container.withArray("env").addObject().put("name", variable);
                    if (random.nextInt(4) == 0) {
                        entry.putObject("valueFrom").putObject("fieldRef").put("fieldPath", "metadata.name");
                    } else {
                        entry.put("value", one(VALUES));
                    }
                }
            }
            if (random.nextBoolean()) {
                container
                        .withArray("volumeMounts")
                        .addObject()
                        .put("name", one(VOLUMES))
                        .put("mountPath", "/mnt");
            }
        }
    }

    /** Like a pod of an older version, or of another cluster. */
    private void injectedBefore(ObjectNode metadata, ObjectNode spec) {
        metadata.withObject("/annotations").put(Annotations.INJECTED, "0.0.9");
        String volume = one(List.of(Sidecar.CREDENTIALS_VOLUME, Sidecar.OLD_CREDENTIALS_VOLUME));
        spec.withArray("volumes")
                .addObject()
                .put("name", volume)
                .putObject("emptyDir")
                .put("medium", "Memory");
        if (random.nextBoolean()) {
            ArrayNode init = spec.withArray("initContainers");
            init.insertObject(random.nextInt(init.size() + 1))
                    .put("name", Sidecar.CONTAINER)
                    .put("image", "old");
        }
        for (JsonNode container : spec.path("containers")) {
            if (random.nextBoolean()) {
                ((ObjectNode) container)
                        .withArray("env")
                        .addObject()
                        .put("name", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
                        .put("value", "http://127.0.0.1:9911/v1/credentials");
                ((ObjectNode) container)
                        .withArray("volumeMounts")
                        .addObject()
                        .put("name", volume)
                        .put("readOnly", true)
                        .put("mountPath", Sidecar.CREDENTIALS_DIRECTORY);
            }
        }
    }

    /** In part, as another webhook or a tool that drops annotations left it. */
    private void servedByAgentBefore(ObjectNode metadata, ObjectNode spec) {
        if (random.nextBoolean()) {
            metadata.withObject("/annotations")
                    .put(Annotations.INJECTED, "0.1.0")
                    .put(Annotations.NODE_AGENT, "app");
        }
        spec.withArray("volumes")
                .addObject()
                .put("name", NodeAgent.TOKEN_VOLUME)
                .putObject("projected")
                .putArray("sources")
                .addObject()
                .putObject("serviceAccountToken")
                .put("audience", NodeAgent.AUDIENCE);
        if (random.nextBoolean()) {
            ArrayNode init = spec.withArray("initContainers");
            init.insertObject(random.nextInt(init.size() + 1))
                    .put("name", NodeAgent.WAIT_CONTAINER)
                    .put("image", "old");
        }
        for (JsonNode container : spec.path("containers")) {
            if (random.nextBoolean()) {
                ((ObjectNode) container)
                        .withArray("env")
                        .addObject()
                        .put("name", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
                        .put("value", "/var/run/rolesanywhere.dev/node/token");
                ((ObjectNode) container)
                        .withArray("volumeMounts")
                        .addObject()
                        .put("name", NodeAgent.TOKEN_VOLUME)
                        .put("mountPath", NodeAgent.TOKEN_DIRECTORY);
            }
        }
    }

    /** The pod without what may change at its next admission. */
    static ObjectNode withoutOurs(ObjectNode pod) {
        ObjectNode rest = pod.deepCopy();
        if (rest.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(List.of(Annotations.INJECTED, Annotations.NODE_AGENT));
        }
        if (rest.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove(List.of(Labels.INJECTED, Labels.ROLE));
        }
        OUR_VOLUMES.forEach(volume -> removeNamed(rest.path("spec").path("volumes"), volume));
        removeNamed(rest.path("spec").path("initContainers"), Sidecar.CONTAINER);
        removeNamed(rest.path("spec").path("initContainers"), NodeAgent.WAIT_CONTAINER);
        for (String field : List.of("containers", "initContainers")) {
            for (JsonNode container : rest.path("spec").path(field)) {
                OUR_VOLUMES.forEach(volume -> removeNamed(container.path("volumeMounts"), volume));
                if (container.path("env") instanceof ArrayNode variables) {
                    variables.removeIf(VariableGroup::isOurs);
                }
            }
        }
        return rest;
    }

    private static void removeNamed(JsonNode array, String name) {
        if (array instanceof ArrayNode items) {
            items.removeIf(item -> item.path("name").asText().equals(name));
        }
    }

    private String one(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
