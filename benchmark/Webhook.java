import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A mutating webhook on this machine, and its start. The webhook listens on a port over TLS and reads ServiceAccounts
 * from the API server.
 */
interface Webhook {
    String name();

    Process start(int port, WebhookEnvironment around) throws IOException;

    String log();

    boolean ready(int port);

    /** The time until the webhook's cache is certainly filled, if the webhook does not report this. */
    default long fillingMillis() {
        return 0;
    }

    /** The path for reviews. */
    default String path() {
        return "/mutate";
    }

    /** Starts the webhook like its image does, without the environment of the user who runs the benchmark. */
    private static Process started(List<String> command, Map<String, String> environment, Path log) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** This project's webhook, from {@code images/servers}, with the same heap as in its container. */
    record Ours(String name, Path home, boolean cache) implements Webhook {
        @Override
        public Process start(int port, WebhookEnvironment around) throws IOException {
            Path options = Files.write(
                    around.directory().resolve("webhook.args"),
                    Files.readAllLines(home.resolve("webhook/app/java.args")).stream()
                            .filter(option -> cache || !option.startsWith("-XX:AOTCache"))
                            .map(option -> option.replace("/app/", home.resolve("webhook/app") + "/"))
                            .toList());
            var command = new ArrayList<>(
                    List.of(home.resolve("runtime/bin/java").toString(), "-XX:MaxRAM=384m", "@" + options));
            var environment = Map.ofEntries(
                    Map.entry("MALLOC_ARENA_MAX", "1"),
                    Map.entry("KUBERNETES_MASTER", around.apiServer()),
                    Map.entry("KUBERNETES_AUTH_TRYKUBECONFIG", "false"),
                    Map.entry("KUBERNETES_NAMESPACE", "roles-anywhere"),
                    Map.entry("QUARKUS_HTTP_SSL_PORT", String.valueOf(port)),
                    Map.entry("QUARKUS_MANAGEMENT_PORT", String.valueOf(port + 1)),
                    Map.entry(
                            "QUARKUS_TLS_WEBHOOK_KEY_STORE_PEM_0_CERT",
                            around.certificate().toString()),
                    Map.entry(
                            "QUARKUS_TLS_WEBHOOK_KEY_STORE_PEM_0_KEY",
                            around.key().toString()),
                    Map.entry("ROLESANYWHERE_ISSUER_URL", "https://issuer.example.org"),
                    Map.entry(
                            "ROLESANYWHERE_ISSUER_BUNDLE_FILE",
                            around.certificate().toString()),
                    Map.entry("ROLESANYWHERE_SIDECAR_IMAGE", "registry.example.org/sidecar:1"));
            return started(command, environment, around.directory().resolve(log()));
        }

        @Override
        public String log() {
            return "webhook.log";
        }

        @Override
        public boolean ready(int port) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port + 1)) {
                socket.getOutputStream()
                        .write("GET /q/health/ready HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .startsWith("HTTP/1.0 200");
            } catch (IOException e) {
                return false; // not yet
            }
        }
    }

    /** amazon-eks-pod-identity-webhook: annotations of ServiceAccounts only. */
    record Peer(Path binary) implements Webhook {
        @Override
        public String name() {
            return "peer";
        }

        @Override
        public Process start(int port, WebhookEnvironment around) throws IOException {
            var command = List.of(
                    binary.toString(),
                    "--in-cluster=false",
                    "--kube-api=" + around.peersApiServer(),
                    "--namespace=default",
                    "--port=" + port,
                    "--metrics-port=" + (port + 1),
                    "--tls-cert=" + around.certificate(),
                    "--tls-key=" + around.key());
            // The stand-in sends no initial events on a watch.
            return started(
                    command,
                    Map.of("KUBE_FEATURE_WatchListClient", "false"),
                    around.directory().resolve(log()));
        }

        @Override
        public long fillingMillis() {
            return 2_000;
        }

        @Override
        public String log() {
            return "peer.log";
        }

        @Override
        public boolean ready(int port) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false; // not yet
            }
        }
    }
}
