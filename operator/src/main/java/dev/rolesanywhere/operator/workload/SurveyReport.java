package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.events.PodEvents;
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

/** Tells of what a look shows: once as an Event on the pod, and a key too many in metric and log as well. */
@Singleton
class SurveyReport {
    static final String KEYS = "MoreKeysThanRestarts";
    private static final Logger LOG = Logger.getLogger("dev.rolesanywhere.audit");

    /** The kubelet tells of a restart some seconds after the new sidecar has asked with its new key. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final PodSnapshots sightings;
    private final CallerLedger ledger;
    private final PodEvents events;
    private final Counter unexplained;
    private final Clock clock;
    /** By the pod's UID. */
    private final Map<String, State> told = new HashMap<>();

    private final Map<String, Integer> alarmed = new HashMap<>();

    SurveyReport(PodSnapshots sightings, CallerLedger ledger, PodEvents events, MeterRegistry metrics, Clock clock) {
        this.sightings = sightings;
        this.ledger = ledger;
        this.events = events;
        this.unexplained = Counter.builder("rolesanywhere.keys.unexplained")
                .description("Keys of pods that no start of their sidecars explains: a token may be stolen")
                .register(metrics);
        this.clock = clock;
    }

    /** @param neverAskedSince by a pod's UID, since when it says that none of its clients has asked */
    void tell(Look before, Look now, Function<String, Optional<Instant>> neverAskedSince) {
        now.pods().values().forEach(pod -> {
            state(pod, neverAskedSince.apply(pod.pod().uid()).orElse(null));
            keys(pod);
        });
        before.pods().keySet().stream()
                .filter(uid -> !now.pods().containsKey(uid))
                .forEach(uid -> {
                    told.remove(uid);
                    alarmed.remove(uid);
                });
    }

    private void state(ObservedPod seen, @Nullable Instant neverAskedSince) {
        String uid = seen.pod().uid();
        PodHealth standing = PodHealthDecision.seen(
                seen, ledger.knows(uid), neverAskedSince, sightings.listeningSince(), clock.instant());
        if (!standing.state().isSeen()) {
            told.remove(uid);
        } else if (told.put(uid, standing.state()) != standing.state()) {
            events.warn(
                    seen.pod(),
                    standing.state().isTrouble() ? PodEvents.Budget.ORDINARY : PodEvents.Budget.NOTICE,
                    standing.reason(),
                    PodProblems.words(List.of(standing)));
        }
    }

    /** A sidecar makes one key each time that it starts. Whoever asks with another has its token, and is not it. */
    private void keys(ObservedPod seen) {
        ObservedPod.@Nullable Running sidecar = seen.sidecar();
        if (sidecar == null) {
            return;
        }
        String uid = seen.pod().uid();
        Instant settled = clock.instant().minus(SETTLED);
        int excess = ledger.keys(uid, settled) - ledger.explainedKeys(uid, sidecar.restarts());
        int alarmedOf = Objects.requireNonNullElse(alarmed.get(uid), 0);
        if (excess > alarmedOf) {
            alarmed.put(uid, excess);
            unexplained.increment(excess - alarmedOf);
            String message =
                    "The pod's token was used with %d different keys, of which the starts of its sidecar explain %d: somebody else may have the token. Delete the pod, which ends the token, and find out who read it."
                            .formatted(ledger.keys(uid, settled), ledger.explainedKeys(uid, sidecar.restarts()));
            LOG.warnf(
                    "%s: %s/%s %s: %s", KEYS, seen.pod().namespace(), seen.pod().name(), uid, message);
            events.warn(seen.pod(), PodEvents.Budget.SECURITY, KEYS, message);
        }
    }
}
