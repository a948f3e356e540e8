package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.crds.contract.Sidecar;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The two listeners. They answer from memory, independent of the refresh. */
public final class Endpoints implements AutoCloseable {
    /**
     * Maximum number of waiting connections. Five hundred SDKs may call at once; with the probe port's connections, the descriptors
     * stay below 1,024.
     */
    private static final int CREDENTIAL_CLIENTS = 640;

    private static final int PROBE_CLIENTS = 256;
    /** The kubelet and each pod on the node's network share the node's address. */
    private static final int PROBE_CLIENTS_PER_ADDRESS = 128;

    private static final Answer STARTED = Answer.text(200, "started");
    /** Any pod of the cluster may call this, so the answer has no reason. */
    private static final Answer NOT_STARTED =
            Answer.text(503, "no credentials yet; the log of container " + Sidecar.CONTAINER + " has the reason");

    private final ServedPod pod;
    private final Clock clock;
    private @Nullable HttpServer credentials;
    private @Nullable HttpServer probe;

    public Endpoints(ServedPod pod, Clock clock) {
        this.pod = pod;
        this.clock = clock;
    }

    /** Loopback only. */
    public int listenForCredentials(int port) throws IOException {
        credentials = started(
                "credentials",
                new HttpServer(
                        InetAddress.getByName("127.0.0.1"),
                        port,
                        new CredentialHandler(),
                        CREDENTIAL_CLIENTS,
                        CREDENTIAL_CLIENTS));
        return credentials.port();
    }

    public int listenForProbes(String address, int port) throws IOException {
        probe = started(
                "probe",
                new HttpServer(
                        InetAddress.getByName(address),
                        port,
                        new ProbeHandler(),
                        PROBE_CLIENTS,
                        PROBE_CLIENTS_PER_ADDRESS));
        return probe.port();
    }

    /** If no thread is available, the port is free for the next attempt. */
    private static HttpServer started(String name, HttpServer server) throws IOException {
        try {
            server.start(name);
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    // Classes instead of lambdas, because each lambda costs start-up time.

    private final class CredentialHandler implements RequestHandler {
        @Override
        public Answer answer(RequestHead request, InetAddress address, boolean again, boolean last) {
            Answer answer = CredentialPolicy.answer(request, pod.served(), clock.instant());
            pod.metrics().requested(answer.status());
            if (request.path().startsWith(Sidecar.CREDENTIALS_PATH)) {
                pod.asked();
            }
            return answer;
        }
    }

    private final class ProbeHandler implements RequestHandler {
        @Override
        public Answer answer(RequestHead request, InetAddress address, boolean again, boolean last) {
            return probe(request, pod.served(), pod.metrics());
        }
    }

    static Answer probe(RequestHead request, Served served, Metrics metrics) {
        if (!request.method().equals("GET")) {
            return Answer.text(405, "only GET is supported");
        } else if (request.path().equals(Sidecar.STARTED_PATH)) {
            return served.notStartedBecause() == null ? STARTED : NOT_STARTED;
        } else if (request.path().equals(Sidecar.METRICS_PATH)) {
            return Answer.text(200, metrics.text(served));
        }
        return Answer.text(404, "available paths are " + Sidecar.STARTED_PATH + " and " + Sidecar.METRICS_PATH);
    }

    @Override
    public void close() throws IOException {
        if (credentials != null) {
            credentials.close();
        }
        if (probe != null) {
            probe.close();
        }
    }
}
