package dev.rolesanywhere.crds.startup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * The port of the startup probe. It is open before the rest of the process, and answers when {@link #ready()} was called. To the kubelet a connection
 * that waits is no result yet, while a refused one is a failure and an Event of type Warning. What a request says does not matter.
 */
public final class StartupPort implements AutoCloseable {
    /** So many connections of an address wait at once: others cannot take the place of the kubelet's. */
    static final int OF_AN_ADDRESS = 4;

    static final int OF_ALL = 256;

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DRAIN_MILLIS = 1_000;
    private static final int REQUEST = 8_192;
    private static final long PAUSE_NANOS = 100_000_000;

    private final ServerSocket server;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Map<InetAddress, Integer> waiting = new ConcurrentHashMap<>();

    private StartupPort(ServerSocket server) {
        this.server = server;
    }

    /** @param port 0 takes a free one */
    public static StartupPort open(int port) throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(port));
        var opened = new StartupPort(server);
        Thread.ofPlatform().daemon().name("startup-port").start(opened::accept);
        return opened;
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on each connection is answered at once. */
    public void ready() {
        ready.countDown();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                if (takes(connection.getInetAddress())) {
                    Thread.ofVirtual().start(() -> answer(connection));
                } else {
                    connection.close();
                }
            } catch (IOException e) {
                // Closed, or no more files can be open now.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean takes(InetAddress address) {
        if (waiting.size() >= OF_ALL && !waiting.containsKey(address)) {
            return false;
        }
        if (waiting.merge(address, 1, Integer::sum) <= OF_AN_ADDRESS) {
            return true;
        }
        leave(address);
        return false;
    }

    private void leave(InetAddress address) {
        waiting.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    private void answer(Socket connection) {
        try (connection) {
            try {
                ready.await();
                connection.getOutputStream().write(ANSWER);
            } finally {
                // Once the process is ready nobody waits, so no flood keeps the kubelet out.
                leave(connection.getInetAddress());
            }
            connection.shutdownOutput();
            // A request that nobody reads would make the end of the connection a reset, and lose the answer.
            connection.setSoTimeout(DRAIN_MILLIS);
            connection.getInputStream().readNBytes(REQUEST);
        } catch (IOException e) {
            // The other side has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
