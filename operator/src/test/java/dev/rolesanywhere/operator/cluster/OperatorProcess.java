package dev.rolesanywhere.operator.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The packaged program as a separate process: the image's program, with cluster-admin's rights. */
final class OperatorProcess implements AutoCloseable {
    private static final Path PROGRAM = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final List<String> OPTIONS = List.of("-Xmx192m", "-XX:TieredStopAtLevel=1");
    private static final Pattern PORT = Pattern.compile("issuing endpoint listens on port (\\d+)");

    private final Process process;
    private final Path log;

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param name of the installation, and of its Lease
     * @param pod by which it is known in the Lease
     */
    static OperatorProcess start(ApiServer server, String namespace, String name, String pod) {
        return start(server, namespace, name, pod, OPTIONS, 0);
    }

    /**
     * @param options of the JVM
     * @param management where health and metrics are; 0 for any port
     */
    static OperatorProcess start(
            ApiServer server, String namespace, String name, String pod, List<String> options, int management) {
        return start(server, namespace, name, pod, options, management, Map.of());
    }

    /** An operator that also answers PodCertificateRequests. */
    static OperatorProcess signingPodCertificates(ApiServer server, String namespace, String name, String pod) {
        return start(
                server, namespace, name, pod, OPTIONS, 0, Map.of("ROLESANYWHERE_POD_CERTIFICATES_ENABLED", "true"));
    }

    /** @param further environment variables */
    static OperatorProcess start(
            ApiServer server,
            String namespace,
            String name,
            String pod,
            List<String> options,
            int management,
            Map<String, String> further) {
        try {
            Path log = Path.of("target", "operator-" + pod + ".log");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(List.of("-jar", PROGRAM.toString()));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "KUBECONFIG",
                            server.kubeConfig().toString(),
                            "ROLESANYWHERE_NAME",
                            name,
                            "ROLESANYWHERE_NAMESPACE",
                            namespace,
                            "ROLESANYWHERE_POD_NAME",
                            pod,
                            "ROLESANYWHERE_EXCLUDED_NAMESPACES",
                            "kube-system",
                            "ROLESANYWHERE_ISSUING_PORT",
                            "0",
                            "QUARKUS_HTTP_PORT",
                            String.valueOf(management)));
            builder.environment().putAll(further);
            return new OperatorProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of the issuing endpoint. Waits until it listens. */
    int port() {
        return await().atMost(Duration.ofMinutes(2))
                .until(this::said, Optional::isPresent)
                .orElseThrow();
    }

    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Like a node that loses its power. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }

    private Optional<Integer> said() {
        try {
            return PORT.matcher(Files.readString(log))
                    .results()
                    .map(found -> Integer.valueOf(found.group(1)))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
