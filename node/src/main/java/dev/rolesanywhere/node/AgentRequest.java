package dev.rolesanywhere.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One GET request to an agent, for the two programs that wait for the agent. */
final class AgentRequest {
    private static final int CONNECT_MILLIS = 2_000;
    /** The agent answers within five seconds. */
    private static final int READ_MILLIS = 8_000;

    private static final int MAX_ANSWER = 16 << 10;
    private static final String OK = "HTTP/1.1 200 ";

    private final InetSocketAddress agent;

    AgentRequest(InetAddress address, int port) {
        this.agent = new InetSocketAddress(address, port);
    }

    /**
     * @param header one more line of the request, or nothing
     * @throws IOException if the agent gives no answer
     */
    Answer get(String path, String header) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(agent, CONNECT_MILLIS);
            socket.setSoTimeout(READ_MILLIS);
            String request = "GET " + path + " HTTP/1.1\r\nHost: agent\r\n" + header + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new Answer(new String(socket.getInputStream().readNBytes(MAX_ANSWER), StandardCharsets.UTF_8));
        }
    }

    /** @param text the whole answer, with status line and headers */
    record Answer(String text) {
        boolean isOk() {
            return text.startsWith(OK);
        }

        /** Empty if the connection ended before the end of the headers. */
        String body() {
            int end = text.indexOf("\r\n\r\n");
            return end < 0 ? "" : text.substring(end + 4);
        }
    }
}
