package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.operator.schedule.Periodic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Runs the survey twice a second while this replica is active, and sums up the sidecars' reports for metrics. */
@Singleton
class PodWatch {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final PodSurvey survey;
    private final PodSnapshots snapshots;
    private final Leadership leadership;
    private final Clock clock;
    private final Periodic looking;
    private boolean led;

    PodWatch(
            PodSurvey survey,
            PodSnapshots snapshots,
            OutcomeStore outcomes,
            Leadership leadership,
            MeterRegistry metrics,
            Clock clock) {
        this.survey = survey;
        this.snapshots = snapshots;
        this.leadership = leadership;
        this.clock = clock;
        this.looking = new Periodic("pod-survey", BETWEEN_LOOKS, BETWEEN_LOOKS, this::tick);
        Gauge.builder("rolesanywhere.sessions.active", outcomes, OutcomeStore::sessions)
                .description("Sessions that have not expired, as sidecars report them")
                .register(metrics);
        Gauge.builder(
                        "rolesanywhere.sessions.earliest.expiration.timestamp.seconds",
                        outcomes,
                        store -> store.earliestExpiration()
                                .map(time -> (double) time.getEpochSecond())
                                .orElse(Double.NaN))
                .description("When the first of these sessions expires; NaN without any")
                .register(metrics);
        Gauge.builder("rolesanywhere.pods.bound", snapshots, observed -> observed.bound().stream()
                        .mapToInt(look -> look.pods().size())
                        .sum())
                .description("Running pods of bound ServiceAccounts")
                .register(metrics);
        Gauge.builder("rolesanywhere.pods.without.sidecar", snapshots, observed -> observed.bound().stream()
                        .flatMap(look -> look.pods().values().stream())
                        .filter(pod -> pod.running() == null)
                        .count())
                .description(
                        "Running pods of bound ServiceAccounts with neither a sidecar nor the token for the agent of their node")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        looking.start();
    }

    void stop(@Observes ShutdownEvent event) {
        looking.stop();
    }

    void tick() {
        boolean leads = leadership.isLeading();
        if (leads && !led) {
            snapshots.beginListening(clock.instant());
        } else if (!leads && led) {
            snapshots.endListening();
        }
        led = leads;
        if (leads) {
            survey.look();
        }
    }
}
