import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** Requests like those of SDKs: each on a separate connection, because a process sends two requests hours apart. */
record Load(long perSecond, double medianMillis, double p99Millis) {
    /** Sends one request and reads the whole answer. */
    static String exchange(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static boolean isCredentials(String answer) {
        return answer.startsWith("HTTP/1.1 200") && answer.contains("\"AccessKeyId\"") && answer.contains("ASIAREHEARSAL");
    }

    /** Runs this number of clients in parallel; each sends its requests one after the other. */
    static Load run(int port, String request, int clients, int requests) throws InterruptedException {
        long[][] nanos = new long[clients][requests];
        var failures = new String[clients];
        var go = new CountDownLatch(1);
        var threads = new Thread[clients];
        for (int c = 0; c < clients; c++) {
            int client = c;
            threads[c] = Thread.ofPlatform().start(() -> {
                try {
                    go.await();
                    for (int i = 0; i < requests; i++) {
                        long begin = System.nanoTime();
                        String answer = exchange(port, request);
                        nanos[client][i] = System.nanoTime() - begin;
                        if (!isCredentials(answer)) {
                            failures[client] = answer.lines().findFirst().orElse("no answer");
                            return;
                        }
                    }
                } catch (IOException | InterruptedException e) {
                    failures[client] = e.toString();
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
                throw new IllegalStateException("a request failed: " + failure);
            }
        }
        long[] sorted = Arrays.stream(nanos).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Load((long) (sorted.length * 1e9 / took), sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 99 / 100] / 1e6);
    }
}
