package dev.rolesanywhere.client.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * POST over HTTP/1.1, one connection each (RFC 9112). TLS 1.2 or later with the host name verified. Written on sockets
 * because {@code java.net.http} costs a sidecar 10 MB of memory.
 *
 * <p>{@code https} uses the proxy, if there is one; {@code http}, which is for emulators, does not.
 */
public final class HttpTransport {
    private final Trust trust;
    private final @Nullable Proxy proxy;
    private final Timeouts timeouts;
    private final List<InetAddress> addresses;

    public HttpTransport(Trust trust, @Nullable Proxy proxy, Timeouts timeouts) {
        this(trust, proxy, timeouts, List.of());
    }

    /**
     * @param addresses addresses of the host, for https only, tried in this order before the name. The host's certificate is always
     * verified, so an outdated address only costs a connection
     */
    public HttpTransport(Trust trust, @Nullable Proxy proxy, Timeouts timeouts, List<InetAddress> addresses) {
        this.trust = trust;
        this.proxy = proxy;
        this.timeouts = timeouts;
        this.addresses = List.copyOf(addresses);
    }

    /**
     * Sends once, without retries.
     *
     * @param headers sent unchanged, {@code Host} first if present; length and connection are added
     * @throws IOException if the answer is incomplete or missing; {@link Failures} classifies the reasons
     */
    public HttpResponse post(URI uri, Map<String, String> headers, String body) throws IOException {
        long deadline = System.nanoTime() + timeouts.total().toNanos();
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        try (Socket socket = open(uri, tls, deadline)) {
            send(socket.getOutputStream(), uri, headers, body.getBytes(StandardCharsets.UTF_8));
            return new HttpResponseReader(new DeadlineInputStream(socket, deadline, timeouts.readMillis())).read();
        }
    }

    /** Connects to the first address that proves the host's name; the request is sent only afterwards. */
    private Socket open(URI uri, boolean tls, long deadline) throws IOException {
        @Nullable IOException byAddress = null;
        // Without TLS, nothing proves that the host has the address.
        for (int left = tls ? addresses.size() : 0; left > 0; left--) {
            // Splits the remaining time equally, so that a silent address leaves time for the other addresses and the
            // name.
            long share = System.nanoTime() + (deadline - System.nanoTime()) / (left + 1);
            try {
                return open(uri, tls, addresses.get(addresses.size() - left), share);
            } catch (IOException e) {
                byAddress = e;
            }
        }
        try {
            return open(uri, tls, null, deadline);
        } catch (UnknownHostException e) {
            throw byAddress == null ? e : byAddress;
        }
    }

    /** @param deadline until when the host must have proved its name */
    private Socket open(URI uri, boolean tls, @Nullable InetAddress address, long deadline) throws IOException {
        Socket plain = new Socket();
        try {
            connect(plain, uri, tls, address, deadline);
            return tls ? handshake(plain, uri) : plain;
        } catch (IOException | RuntimeException | Error e) {
            plain.close();
            throw e;
        }
    }

    /** The Host header, with the port unless it is the scheme's default. */
    public static String hostHeader(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private void connect(Socket socket, URI uri, boolean tls, @Nullable InetAddress address, long deadline)
            throws IOException {
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        socket.setTcpNoDelay(true);
        if (tls && proxy != null) {
            proxy.tunnel(socket, uri.getHost(), port, deadline, timeouts);
        } else {
            socket.connect(
                    address == null ? new InetSocketAddress(uri.getHost(), port) : new InetSocketAddress(address, port),
                    within(deadline, timeouts.connectMillis()));
        }
        socket.setSoTimeout(within(deadline, timeouts.readMillis()));
    }

    /** 0 would be no limit at all. */
    private static int within(long deadline, int millis) {
        return (int) Math.clamp((deadline - System.nanoTime()) / 1_000_000, 1, millis);
    }

    private SSLSocket handshake(Socket plain, URI uri) throws IOException {
        SSLSocket socket = (SSLSocket) trust.sockets().createSocket(plain, uri.getHost(), plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static void send(OutputStream out, URI uri, Map<String, String> headers, byte[] body) throws IOException {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder head = new StringBuilder("POST ").append(path).append(" HTTP/1.1\r\n");
        if (!headers.containsKey("Host")) {
            head.append("Host: ").append(hostHeader(uri)).append("\r\n");
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getValue().indexOf('\r') >= 0 || header.getValue().indexOf('\n') >= 0) {
                throw new IOException("a line break in header " + header.getKey());
            }
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
        byte[] headBytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[headBytes.length + body.length];
        System.arraycopy(headBytes, 0, all, 0, headBytes.length);
        System.arraycopy(body, 0, all, headBytes.length, body.length);
        // One write: one TLS record and one packet in the usual case.
        out.write(all);
        out.flush();
    }
}
