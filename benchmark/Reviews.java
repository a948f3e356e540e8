import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Reviews like those of the API server: one after the other on persistent connections, over TLS. */
record Reviews(long perSecond, double medianMillis, double p99Millis) {
    /** Opens this number of connections in parallel, and sends this number of reviews on each. */
    static Reviews run(SSLContext tls, int port, byte[] request, int connections, int reviews)
            throws InterruptedException {
        long[][] nanos = new long[connections][reviews];
        var failures = new String[connections];
        var go = new CountDownLatch(1);
        var threads = new Thread[connections];
        for (int c = 0; c < connections; c++) {
            int connection = c;
            threads[c] = Thread.ofPlatform().start(() -> {
                try (SSLSocket socket = connect(tls, port)) {
                    InputStream in = new BufferedInputStream(socket.getInputStream());
                    go.await();
                    for (int i = 0; i < reviews; i++) {
                        long begin = System.nanoTime();
                        ask(socket, in, request);
                        nanos[connection][i] = System.nanoTime() - begin;
                    }
                } catch (IOException | InterruptedException e) {
                    failures[connection] = e.toString();
                }
            });
        }
        long begin = System.nanoTime();
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        long took = System.nanoTime() - begin;
        for (String failure : failures) {
            if (failure != null) {
                throw new IllegalStateException("a review failed: " + failure);
            }
        }
        long[] sorted =
                Arrays.stream(nanos).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Reviews(
                (long) (sorted.length * 1e9 / took),
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6);
    }

    /**
     * Sends one review on a separate connection. Returns the time of the handshake, and then of the review alone, in
     * milliseconds.
     */
    static double[] first(SSLContext tls, int port, byte[] request) throws IOException {
        long begin = System.nanoTime();
        try (SSLSocket socket = connect(tls, port)) {
            long connected = System.nanoTime();
            ask(socket, new BufferedInputStream(socket.getInputStream()), request);
            return new double[] {(connected - begin) / 1e6, (System.nanoTime() - connected) / 1e6};
        }
    }

    private static SSLSocket connect(SSLContext tls, int port) throws IOException {
        var socket = (SSLSocket)
                tls.getSocketFactory().createSocket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        socket.startHandshake();
        return socket;
    }

    /** The whole answer must hold a patch. */
    static String ask(SSLSocket socket, InputStream in, byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        String head = "";
        var line = new StringBuilder();
        int length = -1;
        boolean chunked = false;
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection was closed");
            }
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            String text = line.toString().strip();
            line.setLength(0);
            if (head.isEmpty()) {
                head = text;
            }
            if (text.isEmpty()) {
                break;
            }
            String lower = text.toLowerCase();
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        String body = chunked ? chunks(in) : new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!head.contains(" 200 ") || !body.contains("\"patch\"")) {
            throw new IOException(head + " " + body);
        }
        return body;
    }

    private static String chunks(InputStream in) throws IOException {
        var body = new StringBuilder();
        while (true) {
            var line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                line.append((char) next);
            }
            int size = Integer.parseInt(line.toString().strip(), 16);
            body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
            in.readNBytes(2);
            if (size == 0) {
                return body.toString();
            }
        }
    }
}
