package dev.rolesanywhere.authorities.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** The line to a backend, and what can happen on it. It counts the calls by the API's action. */
public final class Line implements AutoCloseable {
    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "http2-settings");

    /** A fault of a call. */
    public sealed interface Fault {
        /** Passed on unchanged. */
        record None() implements Fault {}

        /** The connection is cut. */
        record Cut() implements Fault {}

        /** No answer while the test lasts. */
        record Silence() implements Fault {}

        /** AWS's JSON error, for the next {@code times} calls. */
        record Refusal(int status, String code, String message, int times) implements Fault {}

        /** The answer comes through this. */
        record Changed(UnaryOperator<String> change) implements Fault {}
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final URI backend;
    private volatile String action = "";
    private volatile Fault fault = new Fault.None();
    private int left;

    public Line(URI backend) {
        this.backend = backend;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @param action such as {@code Sign}; empty for all */
    public synchronized void meet(String action, Fault fault) {
        this.action = action;
        this.fault = fault;
        left = fault instanceof Fault.Refusal refusal ? refusal.times() : Integer.MAX_VALUE;
    }

    public List<String> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        String called = target.substring(target.lastIndexOf('.') + 1);
        calls.add(called);
        try (exchange) {
            switch (faultFor(called)) {
                case Fault.None _ -> answer(exchange, forward(exchange), text -> text);
                case Fault.Changed(var change) -> answer(exchange, forward(exchange), change);
                case Fault.Cut _ -> exchange.close();
                case Fault.Silence _ -> closed.await();
                case Fault.Refusal(int status, String code, String message, int _) ->
                    send(exchange, status, "{\"__type\": \"" + code + "\", \"message\": \"" + message + "\"}");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Fault faultFor(String called) {
        return (action.isEmpty() || action.equals(called)) && left-- > 0 ? fault : new Fault.None();
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange) throws IOException, InterruptedException {
        List<String> headers = new ArrayList<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                headers.addAll(List.of(name, values.getFirst()));
            }
        });
        HttpRequest request = HttpRequest.newBuilder(backend.resolve(exchange.getRequestURI()))
                .version(HttpClient.Version.HTTP_1_1)
                .headers(headers.toArray(String[]::new))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response, UnaryOperator<String> change)
            throws IOException {
        send(exchange, response.statusCode(), change.apply(new String(response.body(), StandardCharsets.UTF_8)));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
