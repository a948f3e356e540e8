package dev.rolesanywhere.demo;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.demo.apiserver.EmbeddedApiServer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts a pod's containers as processes: their environment as the webhook wrote it, their token, their volumes as directories. */
final class FakeKubelet {
    private final Processes processes;
    private final EmbeddedApiServer server;
    private final String aws;
    private final @Nullable String olderSidecar;

    /**
     * @param aws the address of STS for the application
     * @param olderSidecar classes of an earlier version's sidecar; absent for this build's
     */
    FakeKubelet(Processes processes, EmbeddedApiServer server, String aws, @Nullable String olderSidecar) {
        this.processes = processes;
        this.server = server;
        this.aws = aws;
        this.olderSidecar = olderSidecar;
    }

    /** Returns when the startup probe passes. */
    Part sidecar(Pod pod, ServiceAccount serviceAccount) throws Exception {
        Path token = processes.file("pod-token");
        Files.writeString(token, server.tokens().issue(pod, serviceAccount, Issuing.AUDIENCE));
        Files.createDirectories(volume());
        List<String> arguments = new ArrayList<>(List.of(
                "-Djdk.net.hosts.file=" + processes.built("demo/hosts"),
                "-Drolesanywhere.volume=" + volume(),
                "-Drolesanywhere.issuerToken=" + token,
                "-Drolesanywhere.probeAddress=127.0.0.1"));
        arguments.addAll(program());
        Container container = pod.getSpec().getInitContainers().getFirst();
        Part sidecar = processes.start("sidecar", environment(container), arguments);
        String probe = "http://127.0.0.1:" + Sidecar.PROBE_PORT + Sidecar.STARTED_PATH;
        Await.await("the first credentials", sidecar, () -> Processes.answers(probe));
        return sidecar;
    }

    /** The application's output: the Java workload of the scenarios, with the first container's environment. */
    String application(Pod pod) throws Exception {
        Map<String, String> environment =
                environment(pod.getSpec().getContainers().getFirst());
        environment.replaceAll((name, value) -> value.replace(Sidecar.CREDENTIALS_DIRECTORY, "" + volume()));
        environment.put("AWS_ENDPOINT_URL_STS", aws);
        Part application = processes.start(
                "application",
                environment,
                processes.mainClass("e2e/target", "e2e/target/workload", "dev.rolesanywhere.e2e.workload.WhoAmI"));
        if (application.waitFor() != 0) {
            throw new IllegalStateException("the application failed:\n" + application.output());
        }
        return application.output();
    }

    /** The sidecar of this build, or of an earlier commit in {@code make skew}. */
    private List<String> program() {
        String main = "dev.rolesanywhere.sidecar.Main";
        return olderSidecar == null
                ? processes.mainClass("sidecar/target", "client/target", main)
                : List.of("-cp", olderSidecar, main);
    }

    private Path volume() {
        return processes.file("volume");
    }

    private static Map<String, String> environment(Container container) {
        Map<String, String> environment = new HashMap<>();
        container.getEnv().forEach(variable -> {
            if (variable.getValue() != null) {
                environment.put(variable.getName(), variable.getValue());
            }
        });
        return environment;
    }
}
