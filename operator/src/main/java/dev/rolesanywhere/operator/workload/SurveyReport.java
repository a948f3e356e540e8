package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.workload.PodHealth.State;
import dev.rolesanywhere.operator.workload.PodSnapshots.Look;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reports the results of checks: each problem once as an Event on the pod, and unexplained keys also as a metric and a
 * log line.
 */
@Singleton
class SurveyReport {
    static final String KEYS = "MoreKeysThanRestarts";
    private static final Logger LOG = Logger.getLogger("dev.rolesanywhere.audit");

    /** The kubelet reports a restart some seconds after the new sidecar's first request with its new key. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final PodSnapshots snapshots;
    private final CallerLedger ledger;
    private final Events events;
    private final Counter unexplained;
    private final Clock clock;
    /** By the pod's UID. */
    private final Map<String, State> reported = new HashMap<>();

    private final Map<String, Integer> alarmed = new HashMap<>();

    SurveyReport(PodSnapshots snapshots, CallerLedger ledger, Events events, MeterRegistry metrics, Clock clock) {
        this.snapshots = snapshots;
        this.ledger = ledger;
        this.events = events;
        this.unexplained = Counter.builder("rolesanywhere.keys.unexplained")
                .description("Keys of pods beyond the starts of their sidecars: a token may be stolen")
                .register(metrics);
        this.clock = clock;
    }

    /** @param neverAskedSince by a pod's UID, since when the pod reports that none of its clients has sent a request */
    void of(Look before, Look now, Function<String, Optional<Instant>> neverAskedSince) {
        now.pods().values().forEach(pod -> {
            if (now.inForce()) {
                state(pod, neverAskedSince.apply(pod.pod().uid()).orElse(null));
            }
            keys(pod);
        });
        before.pods().keySet().stream()
                .filter(uid -> !now.pods().containsKey(uid))
                .forEach(uid -> {
                    reported.remove(uid);
                    alarmed.remove(uid);
                });
    }

    private void state(ObservedPod observed, @Nullable Instant neverAskedSince) {
        String uid = observed.pod().uid();
        PodHealth health = PodHealthDecision.observedOnly(
                observed, ledger.knows(uid), neverAskedSince, snapshots.listeningSince(), clock.instant());
        if (!health.state().isObservable()) {
            reported.remove(uid);
        } else if (reported.get(uid) != health.state() && isWritten(observed, health)) {
            reported.put(uid, health.state());
        }
    }

    /** The next check repeats an Event over the limit, so each hanging pod gets its own Event eventually. */
    private boolean isWritten(ObservedPod observed, PodHealth health) {
        return events.warn(
                observed.pod(),
                health.state().isTrouble() ? Events.Budget.ORDINARY : Events.Budget.NOTICE,
                health.reason(),
                PodProblems.words(List.of(health)));
    }

    /**
     * A sidecar creates one key at each start, and an agent creates one key for each pod after the start of its node. A
     * sender with another key has the pod's token, but is not the sidecar or the agent.
     */
    private void keys(ObservedPod observed) {
        ObservedPod.@Nullable Running running = observed.running();
        if (running == null) {
            return;
        }
        String uid = observed.pod().uid();
        Instant settled = clock.instant().minus(SETTLED);
        int excess = ledger.keys(uid, settled) - ledger.explainedKeys(uid, running.restarts());
        int alarmedOf = Objects.requireNonNullElse(alarmed.get(uid), 0);
        if (excess > alarmedOf) {
            alarmed.put(uid, excess);
            unexplained.increment(excess - alarmedOf);
            String message =
                    "The pod's token was used with %d different keys, but its restarts account for only %d: the token may be stolen. Delete the pod, which invalidates the token, and find out how the token was read."
                            .formatted(ledger.keys(uid, settled), ledger.explainedKeys(uid, running.restarts()));
            LOG.warnf(
                    "%s: %s/%s %s: %s",
                    KEYS, observed.pod().namespace(), observed.pod().name(), uid, message);
            events.warn(observed.pod(), Events.Budget.SECURITY, KEYS, message);
        }
    }
}
