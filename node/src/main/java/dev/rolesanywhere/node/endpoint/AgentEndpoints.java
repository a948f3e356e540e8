package dev.rolesanywhere.node.endpoint;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.node.keys.PublishedKeys;
import dev.rolesanywhere.node.pod.Pods;
import dev.rolesanywhere.node.token.TokenVerifier;
import dev.rolesanywhere.node.token.VerifyingKeys;
import dev.rolesanywhere.sidecar.endpoint.Answer;
import dev.rolesanywhere.sidecar.endpoint.HttpServer;
import dev.rolesanywhere.sidecar.endpoint.RequestHandler;
import dev.rolesanywhere.sidecar.endpoint.RequestHead;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The two listeners: one for the node's pods, one for the kubelet and Prometheus. */
public final class AgentEndpoints implements AutoCloseable {
    /** The kubelet calls this path on the listener for health. */
    public static final String READY_PATH = "/ready";
    /** 250 pods with four waiting clients each. */
    private static final int CLIENTS = 1024;

    private static final int CLIENTS_PER_ADDRESS = 128;
    private static final int HEALTH_CLIENTS = 64;

    private final CredentialHandler handler;
    private final AgentMetrics metrics = new AgentMetrics();
    private final PublishedKeys keys;
    private final Pods pods;
    private final Clock clock;
    private @Nullable HttpServer credentials;
    private @Nullable Thread credentialsThread;
    private @Nullable HttpServer health;

    /** @param work has the deciding thread look for pods that have work */
    public AgentEndpoints(TokenVerifier verifier, PublishedKeys keys, Pods pods, Clock clock, Runnable work) {
        this.keys = keys;
        this.pods = pods;
        this.clock = clock;
        Limits limits = new Limits();
        this.handler = new CredentialHandler(new Callers(verifier, keys, pods, limits), limits, metrics, clock, work);
    }

    /** Listens while the previous agent is still running, so that clients do not notice a rollout. */
    public int listenForCredentials(InetAddress address, int port) throws IOException {
        credentials = new HttpServer(address, port, handler, CLIENTS, CLIENTS_PER_ADDRESS, true);
        credentialsThread = credentials.start("credentials");
        return credentials.port();
    }

    public int listenForHealth(InetAddress address, int port) throws IOException {
        health = new HttpServer(address, port, new HealthHandler(), HEALTH_CLIENTS, HEALTH_CLIENTS, true);
        health.start("health");
        return health.port();
    }

    /** Answers for waiting clients may be available now. */
    public void wake() {
        if (credentials != null) {
            credentials.wake();
        }
    }

    /** Answers the requests that have arrived. The next agent accepts later requests. */
    public void finish(Duration longest) throws InterruptedException {
        if (credentials != null && credentialsThread != null) {
            credentials.finish();
            credentialsThread.join(longest);
        }
    }

    private boolean isReady() {
        return keys.keys() != VerifyingKeys.NONE && credentials != null;
    }

    private final class HealthHandler implements RequestHandler {
        @Override
        public Answer answer(RequestHead request, InetAddress address, boolean again, boolean last) {
            if (request.path().equals(Sidecar.METRICS_PATH)) {
                return Answer.text(200, metrics.text(isReady(), pods, clock.instant()));
            } else if (!request.path().equals(READY_PATH)) {
                return Answer.text(404, "there are " + READY_PATH + " and " + Sidecar.METRICS_PATH);
            }
            return isReady()
                    ? Answer.text(200, "ready")
                    : Answer.text(503, "the operator has not sent any keys yet; the agent's log has the reason");
        }
    }

    @Override
    public void close() throws IOException {
        if (credentials != null) {
            credentials.close();
        }
        if (health != null) {
            health.close();
        }
    }
}
