package dev.rolesanywhere.operator.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Many pods' sidecars: each has a separate address of this machine, a connection for each request, and a whole TLS
 * handshake.
 */
final class Sidecars {
    private static final int ADDRESSES_OF_A_BYTE = 250;
    private static final int PATIENCE_MILLIS = 30_000;

    private final SSLContext tls;
    private final int port;

    /** The duration of one request. */
    record Times(long handshakeNanos, long wholeNanos) {}

    /** @param nanos from the first request to the last answer */
    record Round(int requests, long nanos, List<Times> times) {
        double perSecond() {
            return requests / (nanos / 1e9);
        }

        double wholeMillis(double quantile) {
            long[] sorted = times.stream().mapToLong(Times::wholeNanos).sorted().toArray();
            return sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
        }
    }

    Sidecars(SSLContext tls, int port) {
        this.tls = tls;
        this.port = port;
    }

    /** Each request once, from this number of concurrent clients. */
    Round ask(List<byte[]> requests, int clients) throws Exception {
        var times = new ConcurrentLinkedQueue<Times>();
        long began = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
            List<Future<Times>> all = IntStream.range(0, requests.size())
                    .mapToObj(pod -> pool.submit(() -> ask(pod, requests.get(pod))))
                    .toList();
            for (Future<Times> each : all) {
                times.add(each.get());
            }
        }
        return new Round(requests.size(), System.nanoTime() - began, List.copyOf(times));
    }

    private Times ask(int pod, byte[] request) throws IOException {
        long began = System.nanoTime();
        try (Socket plain = new Socket()) {
            plain.setSoTimeout(PATIENCE_MILLIS);
            plain.bind(new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {
                        127, 10, (byte) (pod / ADDRESSES_OF_A_BYTE), (byte) (pod % ADDRESSES_OF_A_BYTE + 1)
                    }),
                    0));
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            // TLS caches sessions by this name. With a separate name each handshake is complete.
            try (var socket =
                    (SSLSocket) tls.getSocketFactory().createSocket(plain, "pod-" + pod + "-" + began, port, true)) {
                socket.startHandshake();
                long connected = System.nanoTime();
                socket.getOutputStream().write(request);
                String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
                if (!answer.startsWith("HTTP/1.1 200") || !answer.contains("BEGIN CERTIFICATE")) {
                    throw new IOException("no certificate: " + firstLines(answer));
                }
                return new Times(connected - began, System.nanoTime() - began);
            }
        }
    }

    private static String firstLines(String answer) {
        return String.join(" ", Arrays.asList(answer.split("\r\n")));
    }
}
