package dev.rolesanywhere.e2e.attacker;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** HTTP/1.1 on one connection with exact control: the head is sent unchanged. */
final class Wire implements AutoCloseable {
    private static final int MOST_HEAD = 16 * 1024;

    private final Socket socket;
    private final Tally tally;
    private final InputStream in;
    private final OutputStream out;

    private Wire(Socket socket, Tally tally) throws IOException {
        this.socket = socket;
        this.tally = tally;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        tally.opened();
    }

    static Wire open(Target target, Tally tally) throws IOException {
        return new Wire(target.open(), tally);
    }

    /** Without a TLS handshake, even if the target expects one. */
    static Wire plain(Target target, Tally tally) throws IOException {
        return new Wire(target.connect(), tally);
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        tally.sent(bytes.length);
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void post(String path, String headers, byte[] body) throws IOException {
        tally.requested();
        send("POST " + path + " HTTP/1.1\r\nHost: roles-anywhere\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n" + headers + "\r\n");
        send(body);
    }

    /** Reads one whole answer and returns its status, without the body. */
    String answer() throws IOException {
        String head = head();
        String[] words = head.split(" ", 3);
        if (words.length < 2) {
            throw new IOException("closed");
        }
        long length = 0;
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Long.parseLong(line.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return words[1];
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < MOST_HEAD && head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Waits until the peer answers or closes, and returns which; {@code held} after the given time. */
    String awaitPeer(int millis) throws IOException {
        socket.setSoTimeout(Math.max(1, millis));
        try {
            return answer();
        } catch (SocketTimeoutException e) {
            return "held";
        }
    }

    @Override
    public void close() throws IOException {
        tally.closed();
        socket.close();
    }
}
