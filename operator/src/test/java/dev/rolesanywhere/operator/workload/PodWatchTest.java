package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.ExposedMetrics;
import dev.rolesanywhere.operator.RecordedEvents;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodWatchTest {
    private static final PodReference POD = new PodReference("shop", "orders-1", "uid-1", "orders");

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final OutcomeStore outcomes = new OutcomeStore(clock);
    private final PodSnapshots snapshots = new PodSnapshots();
    private final Leadership leadership = new Leadership();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private PodWatch watch;

    @BeforeEach
    void set() {
        CallerLedger ledger = new CallerLedger(clock);
        SurveyReport report = new SurveyReport(snapshots, ledger, new RecordedEvents(), metrics, clock);
        PodSurvey survey = new PodSurvey(
                (namespace, accounts, pods) -> {},
                new PodChanges(),
                new TestInventory(),
                snapshots,
                outcomes,
                ledger,
                report,
                new TestSettings(),
                clock);
        watch = new PodWatch(survey, snapshots, outcomes, leadership, metrics, clock);
    }

    @Test
    void listening_begins_with_leading() {
        watch.tick();
        assertThat(snapshots.listeningSince()).isEqualTo(Instant.MIN);

        leadership.gained();
        watch.tick();
        assertThat(snapshots.listeningSince()).isEqualTo(clock.instant());
    }

    @Test
    void reports_and_observed_pods_are_summed_up() {
        outcomes.answered(new Outcome(
                POD,
                "reader",
                RoleCondition.Reason.Accepted,
                clock.instant(),
                3600L,
                clock.instant().plusSeconds(3600)));
        ObservedPod without = new ObservedPod(POD, clock.instant(), null, List.of(), ObservedPod.Clients.UNKNOWN, null);
        snapshots.put(
                new Account("shop", "orders"), new PodSnapshots.Look(clock.instant(), Map.of("uid-1", without)), false);

        assertThat(gauge("rolesanywhere.sessions.active")).isEqualTo(1);
        assertThat(gauge("rolesanywhere.sessions.earliest.expiration.timestamp.seconds"))
                .isEqualTo(clock.instant().plusSeconds(3600).getEpochSecond());
        snapshots.put(
                new Account("shop", "rehearsing"),
                new PodSnapshots.Look(clock.instant(), Map.of("uid-2", without), false),
                false);
        assertThat(gauge("rolesanywhere.pods.bound")).isEqualTo(1);
        assertThat(gauge("rolesanywhere.pods.without.sidecar")).isEqualTo(1);
    }

    @Test
    void each_metric_has_the_prefix_a_help_text_and_a_row_in_the_docs() throws IOException {
        ExposedMetrics exposed = ExposedMetrics.of(metrics);

        assertThat(exposed.names())
                .contains(
                        "rolesanywhere_pods_bound",
                        "rolesanywhere_pods_without_sidecar",
                        "rolesanywhere_sessions_active");
        assertThat(exposed.text()).containsPattern("rolesanywhere_keys_unexplained_total 0\\.0");
        exposed.areDocumented();
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }
}
