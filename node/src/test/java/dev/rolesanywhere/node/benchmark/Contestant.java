package dev.rolesanywhere.node.benchmark;

import dev.rolesanywhere.node.benchmark.Requests.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that serves a number of pods on this machine. */
interface Contestant {
    /** Its processes for so many pods. */
    List<Process> start(int pods) throws Exception;

    /** The request of a pod for its credentials, once its process answers. */
    Request request(int pod) throws IOException;

    /** Starts the program like its image does, without the environment of the user who runs the benchmark. */
    private static Process started(Path directory, String log, List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(log).toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** One process for all pods, at an address of the node. Each pod sends requests from a separate address. */
    record Agent(Path home, Stage stage, String node, String pods) implements Contestant {
        private static final int PORT = 9913;
        private static final int HEALTH_PORT = 9914;

        @Override
        public List<Process> start(int pods) throws Exception {
            Path state = Files.createTempDirectory(stage.directory, "state");
            Process agent = started(
                    stage.directory,
                    "agent.log",
                    List.of(home.resolve("runtime/bin/java").toString(), "@" + home.resolve("options")),
                    Map.of(
                            "MALLOC_ARENA_MAX", "1",
                            "ROLESANYWHERE_NODE_NAME", dev.rolesanywhere.node.TestApiServer.NODE,
                            "ROLESANYWHERE_NODE_AGENT_ADDRESS", node,
                            "ROLESANYWHERE_ISSUER_URL", stage.operator.url(),
                            "ROLESANYWHERE_ISSUER_CA_FILE",
                                    stage.directory.resolve("ca.pem").toString(),
                            "ROLESANYWHERE_NODE_AGENT_TOKEN",
                                    stage.directory.resolve("token").toString(),
                            "ROLESANYWHERE_NODE_AGENT_STATE", state.toString()));
            Request ready = new Request(
                    "",
                    new InetSocketAddress("127.0.0.1", HEALTH_PORT),
                    Requests.get("127.0.0.1", HEALTH_PORT, "/ready", "X: x"));
            Started.await(agent, () -> Requests.exchange(ready).startsWith("HTTP/1.1 200"));
            return List.of(agent);
        }

        @Override
        public Request request(int pod) {
            return request(pod, stage.podToken(pod));
        }

        Request request(int pod, String token) {
            return new Request(
                    pods + (pod + 1),
                    new InetSocketAddress(node, PORT),
                    Requests.get(node, PORT, "/v1/credentials", "Authorization: " + token));
        }
    }

    /** A process for each pod. */
    record Sidecars(Path home, Stage stage) implements Contestant {
        private static final int FIRST_PORT = 21_000;
        private static final int PROBES = 1_000;

        @Override
        public List<Process> start(int pods) throws Exception {
            List<Process> started = new ArrayList<>();
            for (int pod = 0; pod < pods; pod++) {
                Path volume = Files.createDirectories(volume(pod));
                int port = FIRST_PORT + pod;
                Process process = started(
                        stage.directory,
                        "sidecar-" + pod + ".log",
                        List.of(
                                home.resolve("runtime/bin/java").toString(),
                                "-Drolesanywhere.volume=" + volume,
                                "-Drolesanywhere.issuerToken=" + stage.directory.resolve("token"),
                                "-Drolesanywhere.endpointPort=" + port,
                                "-Drolesanywhere.probePort=" + (port + PROBES),
                                "-Drolesanywhere.probeAddress=127.0.0.1",
                                "@" + home.resolve("options")),
                        Map.of(
                                "MALLOC_ARENA_MAX", "1",
                                "ROLESANYWHERE_ISSUER_URL", stage.operator.url(),
                                "ROLESANYWHERE_ISSUER_CA", stage.tls.pem()));
                started.add(process);
                int number = pod;
                Started.await(process, () -> Requests.isCredentials(Requests.exchange(request(number))));
            }
            return started;
        }

        private Path volume(int pod) {
            return stage.directory.resolve("volume-" + pod);
        }

        @Override
        public Request request(int pod) throws IOException {
            int port = FIRST_PORT + pod;
            return new Request(
                    "",
                    new InetSocketAddress("127.0.0.1", port),
                    Requests.get(
                            "127.0.0.1",
                            port,
                            "/v1/credentials",
                            "Authorization: " + Files.readString(volume(pod).resolve("token"))));
        }
    }

    /** A process of AWS's helper for each pod. {@code serve} speaks the EC2 instance metadata service, version 2. */
    record Helpers(Path binary, Stage stage, Stage.Identity identity) implements Contestant {
        private static final int FIRST_PORT = 23_000;

        @Override
        public List<Process> start(int pods) throws Exception {
            Map<String, String> arns = stage.aws.arns();
            List<Process> started = new ArrayList<>();
            for (int pod = 0; pod < pods; pod++) {
                Process process = started(
                        stage.directory,
                        "helper-" + pod + ".log",
                        List.of(
                                binary.toString(),
                                "serve",
                                "--certificate",
                                identity.certificate().toString(),
                                "--private-key",
                                identity.key().toString(),
                                "--trust-anchor-arn",
                                arns.get("trustAnchorARN"),
                                "--profile-arn",
                                arns.get("profileARN"),
                                "--role-arn",
                                arns.get("roleARN"),
                                "--endpoint",
                                stage.aws.emulator().endpoint().toString(),
                                "--port",
                                String.valueOf(FIRST_PORT + pod)),
                        Map.of());
                started.add(process);
                int number = pod;
                Started.await(process, () -> Requests.isCredentials(Requests.exchange(request(number))));
            }
            return started;
        }

        @Override
        public Request request(int pod) throws IOException {
            int port = FIRST_PORT + pod;
            InetSocketAddress to = new InetSocketAddress("127.0.0.1", port);
            String answer = Requests.exchange(
                    new Request(
                            "",
                            to,
                            "PUT /latest/api/token HTTP/1.1\r\nHost: 127.0.0.1:" + port
                                    + "\r\nX-aws-ec2-metadata-token-ttl-seconds: 21600\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            String token = answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
            return new Request(
                    "",
                    to,
                    Requests.get(
                            "127.0.0.1",
                            port,
                            "/latest/meta-data/iam/security-credentials/orders-reader",
                            "X-aws-ec2-metadata-token: " + token));
        }
    }
}
