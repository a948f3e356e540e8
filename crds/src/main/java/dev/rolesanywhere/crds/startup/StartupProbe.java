package dev.rolesanywhere.crds.startup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * The startup probe of operator and webhook: a program that the kubelet starts in their container. It ends when the process is ready. A probe
 * over the network would fail while the JVM starts, and each failure is an Event of type Warning.
 */
public final class StartupProbe {
    private static final String MANAGEMENT_PORT = "QUARKUS_MANAGEMENT_PORT";
    private static final String DEFAULT_MANAGEMENT_PORT = "8080";
    /** Each failed check of a starting process is a line in its log. */
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** With the pauses between the checks, the wait lasts more than ten seconds. */
    private static final int LOOKS = 20;

    private static final int CONNECT_MILLIS = 1_000;
    private static final int ANSWER_MILLIS = 5_000;
    private static final String OK = "HTTP/1.1 200 ";

    private final int managementPort;

    StartupProbe(int managementPort) {
        this.managementPort = managementPort;
    }

    /** The environment is the container's: {@code QUARKUS_MANAGEMENT_PORT}, or 8080. */
    static StartupProbe of(Map<String, String> environment) {
        return new StartupProbe(Integer.parseInt(environment.getOrDefault(MANAGEMENT_PORT, DEFAULT_MANAGEMENT_PORT)));
    }

    public static void main(String... arguments) throws InterruptedException {
        of(System.getenv()).await(LOOKS);
    }

    /**
     * Waits until the process is ready, so that the first readiness probe succeeds. A process that is live but not ready after this
     * many checks may wait for another component for a long time. The kubelet must not kill that process, so the wait stops.
     */
    void await(int looks) throws InterruptedException {
        int lived = 0;
        while (!succeeds("/q/health/ready") && !(succeeds("/q/health/live") && ++lived >= looks)) {
            Thread.sleep(PAUSE);
        }
    }

    private boolean succeeds(String path) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), managementPort), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .formatted(path)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(OK.length()), StandardCharsets.US_ASCII).equals(OK);
        } catch (IOException e) {
            return false;
        }
    }
}
