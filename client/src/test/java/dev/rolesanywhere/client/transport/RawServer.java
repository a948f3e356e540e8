package dev.rolesanywhere.client.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Accepts connections, records requests up to the end of their body, and lets the test answer byte by byte. */
final class RawServer implements AutoCloseable {
    interface Answer {
        void to(String request, Socket socket) throws Exception;
    }

    final List<String> requests = new CopyOnWriteArrayList<>();
    private final ServerSocket server;

    private RawServer(ServerSocket server, Answer answer) {
        this.server = server;
        Thread.ofVirtual().start(() -> serve(answer));
    }

    static RawServer start(@Nullable TestTls tls, Answer answer) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        ServerSocket server = tls == null
                ? new ServerSocket(0, 5, loopback)
                : tls.context().getServerSocketFactory().createServerSocket(0, 5, loopback);
        return new RawServer(server, answer);
    }

    static RawServer answering(@Nullable TestTls tls, String response) throws IOException {
        return start(tls, (request, socket) -> socket.getOutputStream().write(bytes(response)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve(Answer answer) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                // The flight of a handshake is several writes: without this each waits 40 ms for an acknowledgement.
                socket.setTcpNoDelay(true);
                String request = readRequest(socket.getInputStream());
                requests.add(request);
                answer.to(request, socket);
            } catch (Exception e) {
                // The client under test sees a closed connection.
            }
        }
    }

    static String readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return head.toString();
            }
            head.append((char) c);
        }
        int at = head.indexOf("Content-Length: ");
        int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r", at)));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
