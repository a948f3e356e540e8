import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * An API server with one annotated ServiceAccount that never changes. amazon-eks-pod-identity-webhook needs nothing
 * else.
 */
record AnnotatedAccount(HttpServer server) implements AutoCloseable {
    private static final String LIST = """
            {"kind":"ServiceAccountList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"orders","namespace":"shop","uid":"1",
            "resourceVersion":"1","annotations":{"eks.amazonaws.com/role-arn":"arn:aws:iam::111122223333:role/orders-reader"}}}]}
            """;

    static AnnotatedAccount start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", AnnotatedAccount::answer);
        server.start();
        return new AnnotatedAccount(server);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        boolean watch = String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (watch) {
            exchange.sendResponseHeaders(200, 0); // open until the webhook ends
            exchange.getResponseBody().flush();
            return;
        }
        byte[] body = LIST.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
