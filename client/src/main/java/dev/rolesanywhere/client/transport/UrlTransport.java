package dev.rolesanywhere.client.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP by {@link HttpURLConnection}: it is in java.base, where java.net.http would cost a sidecar 10 MB. One connection a request: the next
 * one is an hour away.
 *
 * <p>The process must run with {@code -Dsun.net.http.retryPost=false}; otherwise the JDK sends a POST again by itself when a connection breaks.
 */
public final class UrlTransport implements Transport {
    private static final int LARGEST_ANSWER = 1 << 20;

    private final int timeoutMillis;
    private final @Nullable SSLSocketFactory tls;
    private final Proxy proxy;

    /**
     * @param timeoutMillis for connecting, and for each wait for a byte
     * @param tls where the JDK's own trust is not what is wanted
     * @param proxy an HTTP proxy, {@code http://host:port}
     */
    public UrlTransport(int timeoutMillis, @Nullable SSLSocketFactory tls, @Nullable URI proxy) {
        this.timeoutMillis = timeoutMillis;
        this.tls = tls;
        this.proxy = proxy == null ? Proxy.NO_PROXY : httpProxy(proxy);
    }

    @Override
    public HttpResponse send(HttpRequest request) throws TransportException {
        HttpURLConnection connection = null;
        try {
            connection = open(request);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(request.body());
            }
            int status = connection.getResponseCode();
            return new HttpResponse(status, headers(connection), body(connection, status));
        } catch (IOException e) {
            throw explain(request, e);
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    private HttpURLConnection open(HttpRequest request) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) request.uri().toURL().openConnection(proxy);
        if (tls != null && connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(tls);
        }
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        connection.setRequestProperty("Connection", "close");
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            connection.setRequestProperty(header.getKey(), header.getValue());
        }
        return connection;
    }

    private static Map<String, String> headers(HttpURLConnection connection) {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, List<String>> header :
                connection.getHeaderFields().entrySet()) {
            if (header.getKey() != null) {
                headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().getFirst());
            }
        }
        return headers;
    }

    private static byte[] body(HttpURLConnection connection, int status) throws IOException {
        InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        if (in == null) {
            return new byte[0];
        }
        try (in) {
            ByteArrayOutputStream body = new ByteArrayOutputStream(8192);
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                body.write(buffer, 0, n);
                if (body.size() > LARGEST_ANSWER) {
                    throw new IOException("the answer is larger than 1 MiB");
                }
            }
            return body.toByteArray();
        }
    }

    private static Proxy httpProxy(URI proxy) {
        if (!"http".equals(proxy.getScheme()) || proxy.getHost() == null) {
            throw new IllegalArgumentException(
                    "proxy must be an HTTP proxy without a path, such as http://proxy.example.org:3128");
        }
        int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port));
    }

    private TransportException explain(HttpRequest request, IOException e) {
        String to = request.uri().getHost();
        String message = String.valueOf(e.getMessage());
        if (e instanceof SSLException) {
            return new TransportException(
                    TransportException.Cause.TLS_UNTRUSTED, "TLS with " + to + " failed: " + message, e);
        }
        if (proxy != Proxy.NO_PROXY && message.contains("tunnel")) {
            return new TransportException(
                    TransportException.Cause.PROXY_REFUSED,
                    "the proxy " + proxy.address() + " would not connect to " + to + ": " + message,
                    e);
        }
        return new TransportException(
                TransportException.Cause.UNREACHABLE,
                to + " could not be reached: " + e.getClass().getSimpleName() + ": " + message,
                e);
    }
}
