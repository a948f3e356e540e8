import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that serves credentials on this machine: its start, and an SDK's request for the credentials. */
interface Contestant {
    String name();

    Process start(int port) throws IOException;

    /** The request for credentials as bytes of HTTP/1.1, after the program answers. */
    String request(int port) throws IOException;

    /** Starts the program like its image does, without the environment of the user who runs the benchmark. */
    private static Process started(List<String> command, Map<String, String> environment, Path log) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** This project's sidecar. Its endpoint is the SDKs' container credentials endpoint. */
    record Sidecar(Path home, BenchmarkEnvironment bench) implements Contestant {
        @Override
        public String name() {
            return "sidecar";
        }

        @Override
        public Process start(int port) throws IOException {
            Path volume = Files.createDirectories(bench.directory().resolve("volume-" + port));
            var command = new ArrayList<>(List.of(
                    home.resolve("runtime/bin/java").toString(),
                    "-Djavax.net.ssl.trustStore=" + bench.trustStore(),
                    "-Drolesanywhere.volume=" + volume,
                    "-Drolesanywhere.issuerToken=" + bench.directory().resolve("token"),
                    "-Drolesanywhere.endpointPort=" + port,
                    "-Drolesanywhere.probePort=" + (port + 1000),
                    "-Drolesanywhere.probeAddress=127.0.0.1",
                    "@" + home.resolve("options")));
            var environment = Map.of(
                    "MALLOC_ARENA_MAX", "1",
                    "ROLESANYWHERE_ISSUER_URL", Files.readString(bench.directory().resolve("url")),
                    "ROLESANYWHERE_ISSUER_CA", Files.readString(bench.directory().resolve("ca.pem")));
            return started(command, environment, volume.resolveSibling("sidecar-" + port + ".log"));
        }

        @Override
        public String request(int port) throws IOException {
            String token = Files.readString(bench.directory().resolve("volume-" + port).resolve("token"));
            return "GET /v1/credentials HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: " + token + "\r\nConnection: close\r\n\r\n";
        }
    }

    /** AWS's helper. {@code serve} speaks the EC2 instance metadata service, version 2. */
    record Helper(Path binary, BenchmarkEnvironment bench) implements Contestant {
        @Override
        public String name() {
            return "helper";
        }

        @Override
        public Process start(int port) throws IOException {
            String account = ":eu-west-1:111122223333:";
            var command = List.of(
                    binary.toString(), "serve",
                    "--certificate", bench.directory().resolve("leaf.pem").toString(),
                    "--private-key", bench.directory().resolve("leaf.key").toString(),
                    "--trust-anchor-arn", "arn:aws:rolesanywhere" + account + "trust-anchor/01234567-89ab-cdef-0123-456789abcdef",
                    "--profile-arn", "arn:aws:rolesanywhere" + account + "profile/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
                    "--role-arn", "arn:aws:iam::111122223333:role/rehearsal",
                    "--endpoint", URI.create(Files.readString(bench.directory().resolve("aws"))).toString(),
                    "--port", String.valueOf(port));
            var environment = Map.of("SSL_CERT_FILE", bench.authorities().toString(), "SSL_CERT_DIR", "/nonexistent");
            return started(command, environment, bench.directory().resolve("helper-" + port + ".log"));
        }

        @Override
        public String request(int port) throws IOException {
            String host = "Host: 127.0.0.1:" + port + "\r\n";
            String answer = Load.exchange(port, "PUT /latest/api/token HTTP/1.1\r\n" + host + "X-aws-ec2-metadata-token-ttl-seconds: 21600\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            String token = answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
            return "GET /latest/meta-data/iam/security-credentials/rehearsal HTTP/1.1\r\n" + host + "X-aws-ec2-metadata-token: " + token + "\r\nConnection: close\r\n\r\n";
        }
    }
}
