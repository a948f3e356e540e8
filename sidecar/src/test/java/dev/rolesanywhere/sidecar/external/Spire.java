package dev.rolesanywhere.sidecar.external;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * SPIRE's own server and agent, and spiffe-helper, as processes of this machine: the agent joins with a token, and the attestor {@code unix}
 * knows the helper by its user.
 */
final class Spire implements AutoCloseable {
    static final String SERVER = "SPIRE_SERVER";
    static final String AGENT = "SPIRE_AGENT";
    static final String HELPER = "SPIFFE_HELPER";
    static final String TRUST_DOMAIN = "example.org";
    private static final int TRIES = 300;

    /** The directory of spiffe-helper's files. */
    final Path volume;

    /** Short, since the path of a socket has at most 107 bytes. */
    private final Path directory = Files.createTempDirectory("spire");

    private final List<Process> processes = new ArrayList<>();
    private final int serverPort;

    Spire(Path volume) throws Exception {
        this.volume = Files.createDirectories(volume);
        int port = freePort();
        write("server.conf", """
            server {
              bind_address = "127.0.0.1"
              bind_port = "%1$d"
              socket_path = "%2$s/server.sock"
              trust_domain = "%3$s"
              data_dir = "%2$s/server"
              log_level = "INFO"
              ca_ttl = "24h"
            }
            plugins {
              DataStore "sql" {
                plugin_data {
                  database_type = "sqlite3"
                  connection_string = "%2$s/datastore.sqlite3"
                }
              }
              KeyManager "memory" { plugin_data {} }
              NodeAttestor "join_token" { plugin_data {} }
            }
            """.formatted(port, directory, TRUST_DOMAIN));
        start("server", System.getenv(SERVER), "run", "-config", file("server.conf"));
        await("server.sock");
        serverPort = port;
    }

    /** Its socket is spiffe-helper's. */
    void startAgent() throws Exception {
        String token = server("token", "generate", "-spiffeID", "spiffe://example.org/agent")
                .replaceAll("(?s).*Token: (\\S+).*", "$1");
        write("agent.conf", """
            agent {
              data_dir = "%2$s/agent"
              log_level = "INFO"
              server_address = "127.0.0.1"
              server_port = "%1$d"
              socket_path = "%2$s/agent.sock"
              trust_domain = "%3$s"
              insecure_bootstrap = true
            }
            plugins {
              KeyManager "memory" { plugin_data {} }
              NodeAttestor "join_token" { plugin_data {} }
              WorkloadAttestor "unix" { plugin_data {} }
            }
            """.formatted(serverPort, directory, TRUST_DOMAIN));
        start("agent", System.getenv(AGENT), "run", "-config", file("agent.conf"), "-joinToken", token);
        await("agent.sock");
        write("helper.conf", """
            agent_address = "%s/agent.sock"
            cert_dir = "%s"
            svid_file_name = "tls.crt"
            svid_key_file_name = "tls.key"
            svid_bundle_file_name = "bundle.crt"
            key_file_mode = 0640
            daemon_mode = true
            """.formatted(directory, volume));
    }

    /** Writes a certificate of the server itself and its key, one file after the other. */
    void mint(String spiffeId) throws Exception {
        server("x509", "mint", "-spiffeID", spiffeId, "-ttl", "1h", "-write", directory.toString());
        replace("key.pem", "tls.key");
        replace("svid.pem", "tls.crt");
    }

    private void replace(String written, String name) throws IOException {
        Path file = directory.resolve(written);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.move(file, volume.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** A registration entry for this user's processes. */
    void register(String spiffeId, int seconds) throws Exception {
        Object user = Files.getAttribute(directory, "unix:uid");
        server(
                "entry",
                "create",
                "-parentID",
                "spiffe://example.org/agent",
                "-spiffeID",
                spiffeId,
                "-selector",
                "unix:uid:" + user,
                "-x509SVIDTTL",
                String.valueOf(seconds));
    }

    void startHelper() throws IOException {
        start("helper", System.getenv(HELPER), "-config", file("helper.conf"));
    }

    /** PEM. */
    String bundle() throws Exception {
        return server("bundle", "show");
    }

    /** A new authority, which is in the bundle immediately and signs from now on. */
    void rotateAuthority() throws Exception {
        String prepared = server("localauthority", "x509", "prepare");
        server(
                "localauthority",
                "x509",
                "activate",
                "-authorityID",
                prepared.replaceAll("(?s).*Authority ID: (\\S+).*", "$1"));
    }

    private String server(String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(System.getenv(SERVER)));
        line.addAll(List.of(command));
        line.add("-socketPath");
        line.add(file("server.sock"));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", line) + "\n" + printed);
        }
        return printed;
    }

    private Process start(String name, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private void await(String name) throws Exception {
        for (int i = 0; i < TRIES && !Files.exists(directory.resolve(name)); i++) {
            Thread.sleep(100);
        }
        if (!Files.exists(directory.resolve(name))) {
            throw new AssertionError(name + " does not appear\n" + logs());
        }
    }

    String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        for (String name : List.of("server", "agent", "helper")) {
            Path log = directory.resolve(name + ".log");
            logs.append(name).append(":\n").append(Files.exists(log) ? Files.readString(log) : "");
        }
        return logs.toString();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        for (Process process : processes.reversed()) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
