package dev.rolesanywhere.e2e.admission;

import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.chart.InstalledChart;
import dev.rolesanywhere.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The packaged webhook as a process of this machine, with the chart's settings. It runs the image's program without a
 * node.
 */
final class WebhookProcess implements AutoCloseable {
    private static final Path PROGRAM = Path.of("..", "webhook", "target", "quarkus-app", "quarkus-run.jar");
    private static final Path LOG = Path.of("target", "webhook-of-admission.log");
    private static final Pattern PORT = Pattern.compile("https://[^:/\\s]+:(\\d+)");

    private final Process process;

    private WebhookProcess(Process process) {
        this.process = process;
    }

    static WebhookProcess start(InstalledChart chart, ServerCertificate certificate) throws IOException {
        if (!Files.exists(PROGRAM)) {
            throw new IllegalStateException(
                    PROGRAM.toAbsolutePath().normalize() + " is missing: run `make build` first");
        }
        Path directory = Files.createTempDirectory("webhook");
        Path key = Files.writeString(directory.resolve("tls.key"), certificate.keyPem());
        Path chain = Files.writeString(directory.resolve("tls.crt"), certificate.certificatePem());
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        PROGRAM.toString())
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile());
        builder.environment().putAll(ofTheDeployment(chart));
        builder.environment()
                .putAll(Map.of(
                        "KUBECONFIG", chart.cluster().kubeConfig().toString(),
                        "ROLESANYWHERE_ISSUER_BUNDLE_FILE", chain.toString(),
                        "QUARKUS_TLS_WEBHOOK_KEY_STORE_PEM_0_CERT", chain.toString(),
                        "QUARKUS_TLS_WEBHOOK_KEY_STORE_PEM_0_KEY", key.toString(),
                        "QUARKUS_HTTP_SSL_PORT", "0",
                        "QUARKUS_MANAGEMENT_PORT", "0"));
        return new WebhookProcess(builder.start());
    }

    private static Map<String, String> ofTheDeployment(InstalledChart chart) {
        Map<String, String> environment = new HashMap<>();
        for (EnvVar variable : chart.webhookContainer().getEnv()) {
            environment.put(variable.getName(), variable.getValue());
        }
        return environment;
    }

    /** Its address. Waits until it listens. */
    int port() {
        return await("the webhook listens")
                .atMost(Cluster.PATIENCE)
                .until(this::said, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Integer> said() throws IOException {
        String log = Files.readString(LOG);
        if (!process.isAlive()) {
            throw new IllegalStateException("the webhook ended:\n" + log);
        }
        return PORT.matcher(log)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .findFirst();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
