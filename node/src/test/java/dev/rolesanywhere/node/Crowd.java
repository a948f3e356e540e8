package dev.rolesanywhere.node;

import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.fake.TestTls;
import dev.rolesanywhere.sidecar.fault.EmulatedAws;
import dev.rolesanywhere.sidecar.fault.SigningOperator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures the memory of an agent: {@code Crowd <pods> <requests of each> <command of the agent …>}. This process also
 * has an operator and an AWS, over TLS and over HTTP; the pods ask one after the other, so that nothing is measured but
 * memory.
 */
public final class Crowd {
    private Crowd() {}

    public static void main(String[] args) throws Exception {
        int pods = Integer.parseInt(args[0]);
        int requests = Integer.parseInt(args[1]);
        Path directory = Files.createTempDirectory("crowd");
        Clock clock = Clock.systemUTC();
        TestTls tls = TestTls.make(directory);
        TestApiServer server = new TestApiServer();
        try (EmulatedAws aws = new EmulatedAws(clock);
                SigningOperator operator = new SigningOperator(tls, clock, aws::role)) {
            operator.before = request -> {
                if (request.startsWith("POST /v1/keys")) {
                    return Optional.of(FakeServer.response(200, server.published(tls.pem())));
                }
                int at = request.indexOf("Authorization: Bearer ") + 22;
                operator.validToken = request.substring(at, request.indexOf('\r', at));
                return Optional.empty();
            };
            aws.trust(operator.caBundle());
            Process agent = start(directory, tls, operator, Arrays.asList(args).subList(2, args.length));
            try {
                List<String> tokens = new ArrayList<>();
                for (int i = 0; i < pods; i++) {
                    tokens.add(server.token("pod-" + i, clock.instant()));
                }
                long begin = System.nanoTime();
                for (String token : tokens) {
                    ask(token);
                }
                double first = (System.nanoTime() - begin) / 1e6 / pods;
                begin = System.nanoTime();
                for (int i = 1; i < requests; i++) {
                    for (String token : tokens) {
                        ask(token);
                    }
                }
                double rest = (System.nanoTime() - begin) / 1e6 / pods / Math.max(1, requests - 1);
                print(
                        "%d pods, %d requests each: rss %s, anonymous %s; first answer %.1f ms, others %.2f ms (mean,"
                                + " one at a time)",
                        pods, requests, kilobytes(agent, "Rss"), kilobytes(agent, "Anonymous"), first, rest);
            } finally {
                agent.destroy();
                agent.waitFor();
            }
        }
    }

    private static Process start(Path directory, TestTls tls, SigningOperator operator, List<String> command)
            throws IOException, InterruptedException {
        Files.writeString(directory.resolve("ca.pem"), tls.pem());
        Files.writeString(directory.resolve("agent"), VirtualAgent.AGENT_TOKEN);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        builder.environment().put("ROLESANYWHERE_NODE_NAME", TestApiServer.NODE);
        builder.environment().put("ROLESANYWHERE_NODE_AGENT_ADDRESS", "127.0.0.1");
        builder.environment().put("ROLESANYWHERE_NODE_AGENT_PORT", "19913");
        builder.environment().put("ROLESANYWHERE_NODE_AGENT_HEALTH_PORT", "19914");
        builder.environment().put("ROLESANYWHERE_ISSUER_URL", operator.url());
        builder.environment()
                .put("ROLESANYWHERE_ISSUER_CA_FILE", directory.resolve("ca.pem").toString());
        builder.environment()
                .put(
                        "ROLESANYWHERE_NODE_AGENT_TOKEN",
                        directory.resolve("agent").toString());
        builder.environment()
                .put(
                        "ROLESANYWHERE_NODE_AGENT_STATE",
                        Files.createDirectories(directory.resolve("state")).toString());
        Process agent = builder.start();
        while (!isReady()) {
            if (!agent.isAlive()) {
                throw new IOException("the agent ended with " + agent.exitValue());
            }
            Thread.sleep(20);
        }
        return agent;
    }

    private static boolean isReady() {
        try {
            return send(19914, "GET /ready HTTP/1.1\r\nHost: x\r\n\r\n").startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    /** All pods have one address here, which may not send as many requests as these. */
    private static void ask(String token) throws IOException, InterruptedException {
        String answer = send(19913, "GET /v1/credentials HTTP/1.1\r\nHost: x\r\nAuthorization: " + token + "\r\n\r\n");
        if (answer.startsWith("HTTP/1.1 429")) {
            Thread.sleep(200);
            ask(token);
        } else if (!answer.startsWith("HTTP/1.1 200")) {
            throw new IOException(answer);
        }
    }

    private static String send(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String kilobytes(Process process, String what) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
            if (line.startsWith(what + ":")) {
                return line.substring(what.length() + 1).strip();
            }
        }
        return "unknown";
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
