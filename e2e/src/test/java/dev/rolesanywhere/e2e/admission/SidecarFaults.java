package dev.rolesanywhere.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.contract.Sidecar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Defects of an admitted pod's sidecar, the opposite of the table in docs/architecture.md. */
final class SidecarFaults {
    private static final String ISSUER = "https://roles-anywhere-operator-issuer.roles-anywhere.svc";
    private static final String IMAGE = ".*/?roles-anywhere-sidecar:0\\.1\\.0(@sha256:[0-9a-f]{64})?";

    private final List<String> faults = new ArrayList<>();

    private SidecarFaults() {}

    /** Empty if there is no defect. */
    static List<String> of(ObjectNode pod) {
        SidecarFaults found = new SidecarFaults();
        Json.named(pod.at("/spec/initContainers"), "name", Sidecar.CONTAINER)
                .ifPresentOrElse(found::sidecar, () -> found.faults.add("no sidecar"));
        found.volumes(pod.at("/spec/volumes"));
        Json.named(pod.at("/spec/containers"), "name", "app").ifPresent(found::application);
        return found.faults;
    }

    private void sidecar(ObjectNode sidecar) {
        for (String never : List.of("command", "args", "lifecycle", "envFrom", "livenessProbe", "readinessProbe")) {
            require(!sidecar.has(never), never);
        }
        require(sidecar.path("restartPolicy").asText().equals("Always"), "restartPolicy");
        require(sidecar.path("image").asText().matches(IMAGE), "image");
        JsonNode probe = sidecar.path("startupProbe");
        require(!probe.isEmpty() && !probe.has("exec"), "startupProbe");
        securityContext(sidecar.path("securityContext"));
        require(
                values(sidecar.path("env"), "name", Sidecar.ENV_ISSUER_URL, "value")
                        .equals(List.of(ISSUER)),
                "issuer");
        require(!Json.has(sidecar.path("env"), "name", "JAVA_TOOL_OPTIONS"), "JAVA_TOOL_OPTIONS");
        mount(sidecar, Sidecar.CREDENTIALS_DIRECTORY, Sidecar.CREDENTIALS_VOLUME);
        mount(sidecar, Sidecar.ISSUER_TOKEN_DIRECTORY, Sidecar.ISSUER_TOKEN_VOLUME);
        require(!Json.has(sidecar.path("volumeMounts"), "mountPath", "/app"), "mount at /app");
    }

    private void securityContext(JsonNode context) {
        require(!context.path("privileged").asBoolean(), "privileged");
        require(!context.path("allowPrivilegeEscalation").asBoolean(true), "allowPrivilegeEscalation");
        require(context.path("runAsNonRoot").asBoolean(), "runAsNonRoot");
        require(context.path("readOnlyRootFilesystem").asBoolean(), "readOnlyRootFilesystem");
        require(context.path("runAsUser").asLong(1) > 0, "runAsUser");
        require(context.at("/capabilities/add").isEmpty(), "capabilities added");
        require(
                context.at("/capabilities/drop").valueStream().anyMatch(dropped -> dropped.asText()
                        .equals("ALL")),
                "capabilities kept");
        require(context.at("/seccompProfile/type").asText().equals("RuntimeDefault"), "seccompProfile");
    }

    private void volumes(JsonNode volumes) {
        require(
                values(volumes, "name", Sidecar.CREDENTIALS_VOLUME, "emptyDir").stream()
                        .anyMatch(directory -> directory.contains("Memory")),
                "credentials on disk");
        require(
                values(volumes, "name", Sidecar.ISSUER_TOKEN_VOLUME, "projected").stream()
                        .anyMatch(projected -> projected.contains(Issuing.AUDIENCE)),
                "no token");
    }

    private void application(ObjectNode application) {
        mount(application, Sidecar.CREDENTIALS_DIRECTORY, Sidecar.CREDENTIALS_VOLUME);
        require(
                Json.has(application.path("env"), "name", "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
                "no endpoint for the application");
    }

    private void mount(JsonNode container, String path, String volume) {
        require(
                values(container.path("volumeMounts"), "mountPath", path, "name")
                        .equals(List.of(volume)),
                "mount at " + path + " of " + container.path("name").asText());
    }

    private static List<String> values(JsonNode array, String key, String name, String field) {
        return array.valueStream()
                .filter(item -> item.path(key).asText().equals(name))
                .flatMap(item -> item.has(field) ? Stream.of(item.get(field)) : Stream.empty())
                .map(value -> value.isTextual() ? value.asText() : value.toString())
                .toList();
    }

    private void require(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
