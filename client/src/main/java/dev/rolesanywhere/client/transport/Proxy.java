package dev.rolesanywhere.client.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy that opens tunnels (RFC 9110, 9.3.6 CONNECT). */
public final class Proxy {
    private static final String FORM = "Write http://<host>:<port> or http://<user>:<password>@<host>:<port>";

    private final String host;
    private final int port;
    private final @Nullable String authorization;

    private Proxy(String host, int port, @Nullable String authorization) {
        this.host = host;
        this.port = port;
        this.authorization = authorization;
    }

    /**
     * Reads {@code http://[user:password@]host[:port]}. @throws IllegalArgumentException with what to write; never quotes the URL,
     * which may hold a password
     */
    public static Proxy parse(String url) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (java.net.URISyntaxException e) {
            // The cause would quote the URL.
            throw new IllegalArgumentException("the proxy is not a URL. " + FORM);
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("the proxy must be an http:// URL with a host. " + FORM);
        }
        String user = uri.getRawUserInfo();
        return new Proxy(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort(), user == null ? null : basic(user));
    }

    private static String basic(String rawUserInfo) {
        // In user info a plus is literal; only form data uses it for a space.
        String user = URLDecoder.decode(rawUserInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /** Connects and opens a tunnel; the socket then reaches the target. */
    void tunnel(Socket socket, String targetHost, int targetPort, long deadlineNanos, Timeouts timeouts)
            throws IOException {
        try {
            socket.connect(new InetSocketAddress(host, port), timeouts.connectMillis());
            String target = targetHost + ":" + targetPort;
            String request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n"
                    + (authorization == null ? "" : "Proxy-Authorization: " + authorization + "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            // In TLS the client sends first, so this stream's buffer cannot hold bytes of the target.
            HttpResponse answer = new HttpResponseReader(
                            new DeadlineInputStream(socket, deadlineNanos, timeouts.readMillis()))
                    .readHead();
            if (answer.status() / 100 != 2) {
                throw new ProxyRefusedException(
                        "the proxy " + this + " answered " + answer.status() + " to CONNECT " + target);
            }
        } catch (ProxyRefusedException e) {
            throw e;
        } catch (IOException e) {
            throw new ProxyRefusedException("the proxy " + this + " refused the tunnel: " + Failures.describe(e), e);
        }
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
