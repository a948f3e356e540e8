package dev.rolesanywhere.node;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.node.endpoint.AgentEndpoints;
import dev.rolesanywhere.node.keys.PublishedKeys;
import dev.rolesanywhere.node.pod.AgentLoop;
import dev.rolesanywhere.node.pod.AgentParts;
import dev.rolesanywhere.node.pod.Pods;
import dev.rolesanywhere.node.pod.StateDirectory;
import dev.rolesanywhere.node.token.TokenVerifier;
import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.fake.TestTls;
import dev.rolesanywhere.sidecar.fault.EmulatedAws;
import dev.rolesanywhere.sidecar.fault.SigningOperator;
import dev.rolesanywhere.sidecar.issuing.IssuerConnection;
import dev.rolesanywhere.sidecar.issuing.ProjectedToken;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.log.LogSettings;
import dev.rolesanywhere.sidecar.refresh.SessionExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An agent under a virtual clock: its parts and its real listener, the real emulator, and an operator that signs real
 * leaves over TLS and takes a pod's token from the agent only. The test's thread is the deciding thread, and calls end
 * immediately.
 */
final class VirtualAgent implements AutoCloseable {
    static final String CLOSED = "closed without an answer";

    static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    static final String AGENT_TOKEN = "token-of-the-agent";

    final TestClock truth = new TestClock(START);
    final TestApiServer server = new TestApiServer();
    final EmulatedAws aws;
    final SigningOperator operator;
    final Path state;
    /** Whether operator and API server are unavailable. */
    boolean away;

    private final TestTls tls;
    private final Path agentToken;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private @Nullable AgentEndpoints endpoints;
    private AgentLoop loop;
    private PublishedKeys keys;
    private Pods pods;
    private int port;
    private int healthPort;

    VirtualAgent(Path directory, TestTls tls) throws Exception {
        this.tls = tls;
        this.state = directory.resolve("state");
        this.agentToken = directory.resolve("agent-token");
        Files.writeString(agentToken, AGENT_TOKEN);
        Files.createDirectories(state);
        aws = new EmulatedAws(truth);
        operator = new SigningOperator(tls, truth, aws::role);
        operator.before = this::other;
        aws.trust(operator.caBundle());
    }

    /** A new process on the same directory, as after a restart of the container. */
    VirtualAgent start(int mostPods) throws Exception {
        return start(mostPods, 0);
    }

    /** The same, with the listener for health at this port. */
    VirtualAgent start(int mostPods, int portForHealth) throws Exception {
        if (endpoints != null) {
            endpoints.close();
        }
        JsonLog log = new JsonLog(
                new PrintStream(logged, true, StandardCharsets.UTF_8),
                truth,
                new LogSettings(false, false),
                "dev.rolesanywhere.node",
                null);
        IssuerConnection issuer = new IssuerConnection(URI.create(operator.url()), tls.pem());
        ProjectedToken own = new ProjectedToken(agentToken);
        pods = new Pods(mostPods, own, truth);
        loop = new AgentLoop(
                new AgentParts(
                        truth,
                        new SecureRandom(),
                        log,
                        new SessionExchange(truth),
                        issuer,
                        own,
                        new StateDirectory(state, log),
                        Runnable::run),
                pods);
        loop.restore();
        keys = new PublishedKeys(issuer, own, state.resolve("keys.json"), log, truth, Runnable::run);
        keys.restore();
        endpoints = new AgentEndpoints(new TokenVerifier(TestApiServer.NODE), keys, pods, truth, () -> {});
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        port = endpoints.listenForCredentials(loopback, 0);
        healthPort = endpoints.listenForHealth(loopback, portForHealth);
        return this;
    }

    /** The operator's answers to the agent itself, and the callers that the operator rejects. */
    private Optional<String> other(String request) {
        if (away) {
            return Optional.of(FakeServer.response(503, "{\"reason\":\"Starting\",\"message\":\"try again\"}"));
        }
        if (request.startsWith("POST /v1/keys")) {
            return Optional.of(
                    request.contains("Authorization: Bearer " + AGENT_TOKEN + "\r\n")
                            ? FakeServer.response(200, server.published(tls.pem()))
                            : FakeServer.response(401, "{\"reason\":\"TokenNotAuthenticated\",\"message\":\"no\"}"));
        }
        if (!request.contains("Rolesanywhere-Node-Agent: Bearer " + AGENT_TOKEN + "\r\n")) {
            return Optional.of(FakeServer.response(401, "{\"reason\":\"NodeAgentRequired\",\"message\":\"no\"}"));
        }
        int at = request.indexOf("Authorization: Bearer ") + 22;
        operator.validToken = request.substring(at, request.indexOf('\r', at));
        return Optional.empty();
    }

    /** Until nothing is due. */
    void settle() {
        Instant next = turn();
        for (int turns = 0; !next.isAfter(truth.instant()); turns++) {
            if (turns > 200) {
                throw new AssertionError("the agent goes round and round");
            }
            next = turn();
        }
    }

    private Instant turn() {
        Instant next = loop.turn();
        Instant ofKeys = keys.step(truth.instant());
        if (endpoints != null) {
            endpoints.wake();
        }
        return ofKeys.isBefore(next) ? ofKeys : next;
    }

    /** Lets time pass, with what is due done at its time. */
    void pass(Duration time) {
        Instant end = truth.instant().plus(time);
        while (truth.instant().isBefore(end)) {
            Instant next = turn();
            Duration step = Duration.between(truth.instant(), next.isBefore(end) ? next : end);
            truth.pass(step.isPositive() ? step : Duration.ofMillis(1));
        }
        settle();
    }

    String ask(String token) throws Exception {
        return ask("/v1/credentials", token);
    }

    /** The whole answer; the agent works while the client waits. */
    String ask(String path, String token) throws Exception {
        return ask(List.of("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + token + "\r\n\r\n"))
                .getFirst();
    }

    /** Several at the same time. */
    List<String> ask(List<String> requests) throws Exception {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (String request : requests) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            answers.add(answer);
            Thread.ofVirtual().start(() -> send(port, request, answer));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]));
        while (!all.isDone()) {
            settle();
            Thread.sleep(2);
        }
        List<String> texts = new ArrayList<>();
        for (CompletableFuture<String> answer : answers) {
            texts.add(answer.get());
        }
        return texts;
    }

    String health(String path) throws ExecutionException, InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        send(healthPort, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", answer);
        return answer.get();
    }

    private static void send(int to, String request, CompletableFuture<String> answer) {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), to)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            answer.complete(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (SocketException e) {
            // The agent closes connections above its limit without reading their requests, which the client sees as a
            // reset.
            answer.complete(CLOSED);
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    int port() {
        return port;
    }

    int healthPort() {
        return healthPort;
    }

    Pods pods() {
        return pods;
    }

    String log() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        if (endpoints != null) {
            endpoints.close();
        }
        operator.close();
        aws.close();
    }
}
