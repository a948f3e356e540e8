package dev.rolesanywhere.node;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.sidecar.log.JsonLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The init container of a pod: ends when the agent has credentials for the pod's default role. Its requests are none of an application's. It
 * waits as long as it takes, as a pod with a sidecar does, and logs each new reason once.
 */
final class StartWait {
    private static final int CONNECT_MILLIS = 2_000;
    /** The agent answers within five seconds. */
    private static final int READ_MILLIS = 8_000;

    private static final long AGAIN_MILLIS = 500;
    private static final int MAX_ANSWER = 16 << 10;

    private final URI agent;
    private final Path token;
    private final JsonLog log;

    /**
     * @param agent {@code http://<address>:<port>}
     * @param token the pod's projected token, read for each request
     */
    StartWait(URI agent, Path token, JsonLog log) {
        this.agent = agent;
        this.token = token;
        this.log = log;
    }

    void run() throws InterruptedException {
        String last = "";
        String problem = problem();
        while (!problem.isEmpty()) {
            if (!problem.equals(last)) {
                log.warn(
                        "WaitingForCredentials",
                        null,
                        problem,
                        "The container tries again until there are credentials.");
            }
            last = problem;
            Thread.sleep(AGAIN_MILLIS);
            problem = problem();
        }
    }

    /** Empty where there are credentials. */
    private String problem() {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral(agent.getHost()), agent.getPort()), CONNECT_MILLIS);
            socket.setSoTimeout(READ_MILLIS);
            String request = "GET " + NodeAgent.STARTED_PATH + " HTTP/1.1\r\nHost: " + agent.getAuthority()
                    + "\r\nAuthorization: " + Files.readString(token).strip() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200 ") ? "" : said(answer);
        } catch (IOException e) {
            return "the agent of this node does not answer at " + agent + ": " + e.getMessage();
        }
    }

    private static String said(String answer) {
        int body = answer.indexOf("\r\n\r\n");
        return body < 0 ? "the agent of this node gave no answer" : answer.substring(body + 4);
    }
}
