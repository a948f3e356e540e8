package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.sidecar.volume.CredentialStore;
import dev.rolesanywhere.sidecar.volume.CredentialVolume;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A {@link ServerSocket} and a few threads: {@code jdk.httpserver} would cost each pod 10 MB. */
public final class HttpEndpoint implements Closeable {
    private static final int SLOWEST_MILLIS = 2_000;
    private static final int THREADS = 8;
    private static final long STACK_BYTES = 256 * 1024;

    private final ServerSocket socket;
    private final Answers answers;
    private final Traffic traffic;
    private final ExecutorService workers;

    private HttpEndpoint(InetAddress address, int port, Answers answers, Traffic traffic) throws IOException {
        this.socket = new ServerSocket(port, 64, address);
        this.answers = answers;
        this.traffic = traffic;
        this.workers = new ThreadPoolExecutor(
                0,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> new Thread(null, task, "http", STACK_BYTES));
    }

    /** The credential endpoint, on loopback only. */
    public static HttpEndpoint credentials(
            int port, CredentialStore store, CredentialVolume volume, Traffic traffic, Clock clock) throws IOException {
        InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        return new HttpEndpoint(loopback, port, new CredentialAnswers(store, volume, clock), traffic).start();
    }

    /** The probes' endpoint, which the kubelet reaches from outside: it serves no credential. */
    public static HttpEndpoint probes(int port, ProbeAnswers answers) throws IOException {
        return new HttpEndpoint(InetAddress.getByAddress(new byte[4]), port, answers, new Traffic()).start();
    }

    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        workers.shutdownNow();
    }

    private HttpEndpoint start() {
        new Thread(null, this::accept, "accept", STACK_BYTES).start();
        return this;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                try {
                    workers.execute(() -> serve(connection));
                } catch (RejectedExecutionException e) {
                    connection.close(); // eight slow callers at once; SDKs try again
                }
            } catch (IOException e) {
                // A connection that broke, or the socket that was closed.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout(SLOWEST_MILLIS);
            RequestHead request = RequestHead.read(connection.getInputStream());
            Answer answer = request == null
                    ? Answer.error(400, "BadRequest", "not an HTTP/1.1 GET, or larger than 8 KiB")
                    : answers.to(request);
            traffic.count(answer.status());
            answer.write(connection.getOutputStream());
        } catch (IOException e) {
            // The caller went away or was too slow; there is nobody to tell.
        }
    }
}
