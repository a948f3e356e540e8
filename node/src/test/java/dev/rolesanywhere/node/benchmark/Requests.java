package dev.rolesanywhere.node.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests like those of SDKs: each on a separate connection. */
final class Requests {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int MOST_ANSWER = 64 << 10;

    private Requests() {}

    /**
     * The target of a request, its source address, and its bytes.
     *
     * @param from empty for any address
     */
    record Request(String from, InetSocketAddress to, String text) {}

    static String exchange(Request request) throws IOException {
        try (Socket socket = new Socket()) {
            if (!request.from().isEmpty()) {
                socket.bind(new InetSocketAddress(request.from(), 0));
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(request.to(), PATIENCE_MILLIS);
            socket.getOutputStream().write(request.text().getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(MOST_ANSWER), StandardCharsets.UTF_8);
        }
    }

    static boolean isCredentials(String answer) {
        return answer.startsWith("HTTP/1.1 200") && answer.contains("\"AccessKeyId\"");
    }

    static String get(String host, int port, String path, String header) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n" + header
                + "\r\nConnection: close\r\n\r\n";
    }
}
