package dev.rolesanywhere.e2e.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Sidecar;
import java.util.function.Consumer;

/** Changes that the sidecar must not have, malicious or not. */
enum HarmfulChange implements Change {
    ReplacesCommand(of(sidecar -> {
        sidecar.putArray("command").add("sh").add("-c");
        sidecar.putArray("args").add("cat /var/run/rolesanywhere.dev/token/token");
    })),
    AddsHook(of(sidecar -> sidecar.putObject("lifecycle")
            .putObject("preStop")
            .putObject("exec")
            .putArray("command")
            .add("sh"))),
    ProbesByCommand(of(sidecar -> sidecar.putObject("startupProbe")
            .putObject("exec")
            .putArray("command")
            .add("true"))),
    DropsProbe(of(sidecar -> sidecar.remove("startupProbe"))),
    MakesPrivileged(of(sidecar -> sidecar.putObject("securityContext").put("privileged", true))),
    MakesRoot(of(sidecar ->
            Json.object(sidecar, "securityContext").put("runAsUser", 0).put("runAsNonRoot", false))),
    AddsCapability(of(sidecar -> Json.object(Json.object(sidecar, "securityContext"), "capabilities")
            .putArray("add")
            .add("SYS_PTRACE"))),
    DropsSecurityContext(of(sidecar -> sidecar.remove("securityContext"))),
    LiftsSeccomp(of(sidecar -> Json.object(Json.object(sidecar, "securityContext"), "seccompProfile")
            .put("type", "Unconfined"))),
    SwapsImage(of(sidecar -> sidecar.put("image", "example.org/shell:1"))),
    SwapsTag(of(sidecar -> sidecar.put("image", "example.org/roles-anywhere-sidecar:edge"))),
    SwapsTagForDigest(
            of(sidecar -> sidecar.put("image", "example.org/roles-anywhere-sidecar@sha256:" + "cd".repeat(32)))),
    /** A change as by webhooks from before Kubernetes 1.28. */
    DropsRestartPolicy(of(sidecar -> sidecar.remove("restartPolicy"))),
    RemovesMounts(of(sidecar -> sidecar.putArray("volumeMounts"))),
    RemovesTheApplicationsMount(pod -> Json.named(pod.at("/spec/containers"), "name", "app")
            .ifPresent(
                    app -> HarmfulChange.remove(Json.array(app, "volumeMounts"), "name", Sidecar.CREDENTIALS_VOLUME))),
    ChangesIssuer(of(sidecar -> Json.named(sidecar.path("env"), "name", Sidecar.ENV_ISSUER_URL)
            .ifPresent(variable -> variable.put("value", "https://issuer.example.org")))),
    SaysIssuerTwice(of(sidecar -> Json.array(sidecar, "env")
            .addObject()
            .put("name", Sidecar.ENV_ISSUER_URL)
            .put("value", "https://issuer.example.org"))),
    /** Like monitoring agents with every JVM. */
    LoadsAgent(of(sidecar -> {
        ArrayNode env = Json.array(sidecar, "env");
        if (!Json.has(env, "name", "JAVA_TOOL_OPTIONS")) {
            env.addObject().put("name", "JAVA_TOOL_OPTIONS").put("value", "-javaagent:/agent/agent.jar");
        }
    })),
    CoversTheProgram(pod -> {
        ArrayNode volumes = Json.array((ObjectNode) pod.get("spec"), "volumes");
        if (!Json.has(volumes, "name", "tools")) {
            volumes.addObject().put("name", "tools").putObject("emptyDir");
        }
        of(sidecar -> {
                    ArrayNode mounts = Json.array(sidecar, "volumeMounts");
                    if (!Json.has(mounts, "name", "tools")) {
                        mounts.addObject().put("name", "tools").put("mountPath", "/app");
                    }
                })
                .accept(pod);
    }),
    ReplacesTokenVolume(pod -> Json.named(pod.at("/spec/volumes"), "name", Sidecar.ISSUER_TOKEN_VOLUME)
            .ifPresent(volume -> {
                volume.remove("projected");
                volume.putObject("emptyDir");
            })),
    KeepsCredentialsOnDisk(pod -> Json.named(pod.at("/spec/volumes"), "name", Sidecar.CREDENTIALS_VOLUME)
            .ifPresent(volume -> volume.putObject("emptyDir"))),
    RemovesSidecar(pod -> HarmfulChange.remove((ArrayNode) pod.at("/spec/initContainers"), "name", Sidecar.CONTAINER));

    private final Consumer<ObjectNode> change;

    HarmfulChange(Consumer<ObjectNode> change) {
        this.change = change;
    }

    @Override
    public void apply(ObjectNode pod) {
        if (Json.has(pod.at("/spec/initContainers"), "name", Sidecar.CONTAINER)) {
            change.accept(pod);
        }
    }

    private static Consumer<ObjectNode> of(Consumer<ObjectNode> sidecar) {
        return pod -> Json.named(pod.at("/spec/initContainers"), "name", Sidecar.CONTAINER)
                .ifPresent(sidecar);
    }

    private static void remove(ArrayNode array, String field, String name) {
        for (int index = array.size() - 1; index >= 0; index--) {
            if (array.path(index).path(field).asText().equals(name)) {
                array.remove(index);
            }
        }
    }
}
