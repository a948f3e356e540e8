package dev.rolesanywhere.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rolesanywhere.emulator.fault.Delivery;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** The HTTP port: hands requests on as they were received, a virtual thread each. */
final class Listener implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 1_000_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Function<Request, Delivery> calls;
    private final Supplier<UUID> ids;
    private final Clock clock;

    private Listener(HttpServer server, Function<Request, Delivery> calls, Supplier<UUID> ids, Clock clock) {
        this.server = server;
        this.calls = calls;
        this.ids = ids;
        this.clock = clock;
    }

    static Listener start(
            InetSocketAddress address,
            Optional<SSLContext> tls,
            Function<Request, Delivery> calls,
            Supplier<UUID> ids,
            Clock clock)
            throws IOException {
        HttpServer server;
        if (tls.isPresent()) {
            HttpsServer https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
            server = https;
        } else {
            server = HttpServer.create(address, 0);
        }
        Listener listener = new Listener(server, calls, ids, clock);
        server.createContext("/", listener::handle);
        server.setExecutor(listener.threads);
        server.start();
        return listener;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
            if (body.length > MAX_BODY_BYTES) {
                send(exchange, "", Answer.text(413, "text/plain", "The body is too large"), false);
                return;
            }
            Request request = request(exchange, body);
            switch (calls.apply(request)) {
                case Delivery.Whole whole -> send(exchange, request.id(), whole.answer(), false);
                case Delivery.Cut cut -> send(exchange, request.id(), cut.answer(), true);
                case Delivery.Nothing nothing -> {}
            }
        }
    }

    private Request request(HttpExchange exchange, byte[] body) {
        // URI.toString() is the request target exactly as received; getPath() and getQuery() would decode it.
        String target = exchange.getRequestURI().toString();
        int question = target.indexOf('?');
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return new Request(
                ids.get().toString(),
                exchange.getRequestMethod(),
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                headers,
                body);
    }

    private void send(HttpExchange exchange, String requestId, Answer answer, boolean cut) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        exchange.getResponseHeaders()
                .set(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atOffset(ZoneOffset.UTC)));
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(cut ? Arrays.copyOf(body, body.length / 2) : body);
        if (cut) {
            exchange.getResponseBody().flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
