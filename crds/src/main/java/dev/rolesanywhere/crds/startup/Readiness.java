package dev.rolesanywhere.crds.startup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Waits for what the process says of itself at its management port. */
final class Readiness {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int CONNECT_MILLIS = 1_000;
    private static final int ANSWER_MILLIS = 5_000;
    private static final String OK = " 200 ";

    private final int managementPort;

    Readiness(int managementPort) {
        this.managementPort = managementPort;
    }

    /**
     * Until the process is ready, so that the first readiness probe succeeds; or until it lives and has not become ready after so many looks: what it waits
     * for may be away for long, and the kubelet must not end it.
     */
    void await(int looks) throws InterruptedException {
        int lived = 0;
        while (!says("/q/health/ready")) {
            if (says("/q/health/live") && ++lived >= looks) {
                return;
            }
            Thread.sleep(PAUSE);
        }
    }

    private boolean says(String path) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), managementPort), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .formatted(path)
                            .getBytes(StandardCharsets.US_ASCII));
            // The status line is in the first bytes.
            return new String(socket.getInputStream().readNBytes("HTTP/1.1 200 ".length()), StandardCharsets.US_ASCII)
                    .contains(OK);
        } catch (IOException e) {
            return false;
        }
    }
}
