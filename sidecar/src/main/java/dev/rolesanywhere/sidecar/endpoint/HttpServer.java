package dev.rolesanywhere.sidecar.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP/1.1 server: a request without a body, an answer, the end. A fixed number of threads, each of which is held
 * by a slow client for two seconds at most.
 */
final class HttpServer implements AutoCloseable, Runnable {
    static final int MAX_HEAD = 8 << 10;
    private static final long HEAD_NANOS = 2_000_000_000L;
    private static final int DRAIN_MILLIS = 100;
    private static final int STACK_BYTES = 256 << 10;

    private final ServerSocket socket;
    private final RequestHandler handler;

    HttpServer(InetAddress address, int port, RequestHandler handler) throws IOException {
        this.handler = handler;
        this.socket = new ServerSocket(port, 50, address);
    }

    void start(String name, int threads) {
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(null, this, name + "-" + i, STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void run() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                converse(connection);
            } catch (IOException | RuntimeException | Error e) {
                // The client went away, or sent what nobody foresaw: the next one is served.
            }
        }
    }

    private void converse(Socket connection) throws IOException {
        connection.setTcpNoDelay(true);
        send(connection.getOutputStream(), answer(connection));
        connection.shutdownOutput();
        // What is unread at close would reset the connection before the answer is read.
        connection.setSoTimeout(DRAIN_MILLIS);
        // By the kilobyte: readNBytes would take 8 KiB from the small heap for each request.
        InputStream in = connection.getInputStream();
        byte[] unread = new byte[1024];
        int n = 0;
        for (int drained = 0; n >= 0 && drained < MAX_HEAD; drained += n) {
            n = in.read(unread);
        }
    }

    private Answer answer(Socket connection) throws IOException {
        String head;
        try {
            head = readHead(connection);
        } catch (SocketTimeoutException e) {
            return Answer.error(408, "RequestTimeout", "the request did not come in time");
        }
        if (head == null) {
            return Answer.error(400, "BadRequest", "the request's head is longer than 8 KiB or incomplete");
        }
        RequestHead request = RequestHead.parse(head);
        if (request == null || request.hasBody()) {
            return Answer.error(400, "BadRequest", "this is no HTTP/1.1 request without a body");
        }
        return handler.answer(request);
    }

    /** Up to the empty line, which is left out, as are carriage returns; null where there is none. */
    static @Nullable String readHead(Socket connection) throws IOException {
        long deadline = System.nanoTime() + HEAD_NANOS;
        InputStream in = connection.getInputStream();
        byte[] buffer = new byte[1024];
        StringBuilder head = new StringBuilder();
        int received = 0;
        while (received < MAX_HEAD) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            connection.setSoTimeout((int) left);
            int n = in.read(buffer, 0, Math.min(buffer.length, MAX_HEAD - received));
            if (n < 0) {
                return null;
            }
            received += n;
            for (int i = 0; i < n; i++) {
                if (buffer[i] != '\r') {
                    head.append((char) (buffer[i] & 0xff));
                }
            }
            int end = head.indexOf("\n\n");
            if (end >= 0) {
                return head.substring(0, end);
            }
        }
        return null;
    }

    private static void send(OutputStream out, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + answer.status() + " " + (answer.status() == 200 ? "OK" : "Refused")
                + "\r\nContent-Type: " + answer.contentType() + "\r\nContent-Length: " + body.length
                + "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[headBytes.length + body.length];
        System.arraycopy(headBytes, 0, all, 0, headBytes.length);
        System.arraycopy(body, 0, all, headBytes.length, body.length);
        out.write(all);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
