package dev.rolesanywhere.sidecar.fake;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** HTTP or HTTPS on a real socket: records requests and sends the test's answers. */
public final class FakeServer implements AutoCloseable {
    /** Answers with a whole response. */
    public interface Answer {
        String to(String request);
    }

    public final List<String> requests = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final String scheme;
    private volatile Answer answer;

    public FakeServer(TestTls tls, int port, Answer answer) throws IOException {
        this(
                "https",
                tls.context().getServerSocketFactory().createServerSocket(port, 50, InetAddress.getByName("127.0.0.1")),
                answer);
    }

    private FakeServer(String scheme, ServerSocket server, Answer answer) {
        this.scheme = scheme;
        this.server = server;
        this.answer = answer;
        Thread.ofPlatform().daemon().start(this::serve);
    }

    /** Without TLS. */
    public static FakeServer plain(Answer answer) throws IOException {
        return new FakeServer("http", new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), answer);
    }

    public static String response(int status, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    public void answer(Answer next) {
        answer = next;
    }

    public String url() {
        return scheme + "://127.0.0.1:" + server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                // The flight of a handshake is several writes: without this each waits 40 ms for an acknowledgement.
                socket.setTcpNoDelay(true);
                String request = read(socket.getInputStream());
                requests.add(request);
                socket.getOutputStream().write(answer.to(request).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The sidecar sees a closed connection.
            }
        }
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed");
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
