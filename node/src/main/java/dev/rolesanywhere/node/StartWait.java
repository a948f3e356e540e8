package dev.rolesanywhere.node;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.sidecar.log.JsonLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The init container of a pod, which ends when the agent has credentials for the pod's default role. The agent does not
 * count this container's requests as requests of an application. The container waits without a limit, like a pod with a
 * sidecar, and logs each new reason once.
 */
final class StartWait {
    private static final long AGAIN_MILLIS = 500;

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
                        "The container retries until the agent has credentials.");
            }
            last = problem;
            Thread.sleep(AGAIN_MILLIS);
            problem = problem();
        }
    }

    /** Empty if the agent has credentials. */
    private String problem() {
        try {
            AgentRequest.Answer answer = new AgentRequest(InetAddress.ofLiteral(agent.getHost()), agent.getPort())
                    .get(
                            NodeAgent.STARTED_PATH,
                            "Authorization: " + Files.readString(token).strip() + "\r\n");
            return answer.isOk() ? "" : said(answer);
        } catch (IOException e) {
            return "the agent of this node does not answer at " + agent + ": " + e.getMessage();
        }
    }

    private static String said(AgentRequest.Answer answer) {
        return answer.body().isEmpty() ? "the agent of this node returned an empty answer" : answer.body();
    }
}
