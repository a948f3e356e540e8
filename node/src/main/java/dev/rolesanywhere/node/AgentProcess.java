package dev.rolesanywhere.node;

import dev.rolesanywhere.node.endpoint.AgentEndpoints;
import dev.rolesanywhere.node.keys.PublishedKeys;
import dev.rolesanywhere.node.pod.AgentLoop;
import dev.rolesanywhere.node.pod.AgentParts;
import dev.rolesanywhere.node.pod.Pods;
import dev.rolesanywhere.node.pod.StateDirectory;
import dev.rolesanywhere.node.settings.AgentSettings;
import dev.rolesanywhere.node.token.TokenVerifier;
import dev.rolesanywhere.sidecar.issuing.IssuerConnection;
import dev.rolesanywhere.sidecar.issuing.ProjectedToken;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.refresh.SessionExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts the parts and continues after every failure, because old credentials are better than none. */
final class AgentProcess {
    private static final long AFTER_FAULT_MILLIS = 5_000;
    /** Prevents a busy loop after an error in a schedule. */
    private static final long SHORTEST_SLEEP_MILLIS = 5;

    private static final long LONGEST_SLEEP_MILLIS = 30_000;
    /** Longer than a request waits, and shorter than the kubelet waits. */
    private static final Duration LONGEST_FINISH = Duration.ofSeconds(6);

    private static final String KEYS_FILE = "keys.json";

    private final Map<String, String> environment;
    private final JsonLog log;
    private final Clock clock;
    private final Signal signal = new Signal();

    AgentProcess(Map<String, String> environment, JsonLog log, Clock clock) {
        this.environment = environment;
        this.log = log;
        this.clock = clock;
    }

    /** Runs after the agent exists. */
    private record Running(AgentLoop loop, PublishedKeys keys, AgentEndpoints endpoints) {}

    /** Never returns. */
    void run() throws InterruptedException {
        @Nullable Running running = null;
        while (true) {
            long sleep;
            try {
                if (running == null) {
                    running = start(AgentSettings.of(environment));
                }
                sleep = Duration.between(clock.instant(), turn(running)).toMillis();
            } catch (IOException | RuntimeException | Error e) {
                fault(e);
                sleep = AFTER_FAULT_MILLIS;
            }
            signal.await(Math.clamp(sleep, SHORTEST_SLEEP_MILLIS, LONGEST_SLEEP_MILLIS));
        }
    }

    private Instant turn(Running agent) {
        Instant next = agent.loop().turn();
        Instant keys = agent.keys().step(clock.instant());
        agent.endpoints().wake();
        return keys.isBefore(next) ? keys : next;
    }

    /** Starts the listeners after the stored state was read, so that clients keep their credentials after a restart. */
    private Running start(AgentSettings settings) throws IOException {
        Path state = settings.files().state();
        ProjectedToken agentToken = new ProjectedToken(settings.files().agentToken());
        IssuerConnection issuer = new IssuerConnection(
                settings.issuer(),
                settings.issuerAddresses(),
                bundle(settings.files().issuerBundle()));
        CallThreads threads = new CallThreads(signal::give);
        StateDirectory directory = new StateDirectory(state, log);
        Pods pods = new Pods(settings.mostPods(), agentToken, clock);
        AgentLoop loop = new AgentLoop(
                new AgentParts(
                        clock,
                        new SecureRandom(),
                        log,
                        new SessionExchange(clock),
                        issuer,
                        agentToken,
                        directory,
                        threads),
                pods);
        loop.restore();
        PublishedKeys keys = new PublishedKeys(issuer, agentToken, state.resolve(KEYS_FILE), log, clock, threads);
        keys.restore();
        AgentEndpoints endpoints =
                new AgentEndpoints(new TokenVerifier(settings.node()), keys, pods, clock, signal::give);
        try {
            endpoints.listenForHealth(
                    settings.health().address(), settings.health().port());
            endpoints.listenForCredentials(
                    settings.listener().address(), settings.listener().port());
        } catch (IOException | RuntimeException | Error e) {
            endpoints.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(endpoints), "finish"));
        log.info(
                "Listening",
                null,
                "the agent of node " + settings.node() + " serves " + pods.all().size()
                        + " pods whose state was saved before the start");
        return new Running(loop, keys, endpoints);
    }

    private static String bundle(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "the certificates of the issuing endpoint are not there yet (" + file
                            + "); the operator writes them to a ConfigMap, and the kubelet mounts them within two minutes",
                    e);
        }
    }

    /** Runs on SIGTERM. Clients that wait for a pod's first credentials still get them. */
    private static void finish(AgentEndpoints endpoints) {
        try {
            endpoints.finish(LONGEST_FINISH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fault(Throwable e) {
        try {
            log.warn(
                    "AgentFault",
                    null,
                    e instanceof IOException ? String.valueOf(e.getMessage()) : String.valueOf(e),
                    "Trying again in " + AFTER_FAULT_MILLIS / 1000 + " s.");
        } catch (RuntimeException | Error again) {
            // With a full heap, even logging may fail.
        }
    }
}
