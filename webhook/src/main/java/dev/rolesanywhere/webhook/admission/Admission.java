package dev.rolesanywhere.webhook.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.ReasonPages;
import dev.rolesanywhere.webhook.binding.BoundRoles;
import dev.rolesanywhere.webhook.binding.ClusterState;
import dev.rolesanywhere.webhook.injection.Candidate;
import dev.rolesanywhere.webhook.injection.Decider;
import dev.rolesanywhere.webhook.injection.Decision;
import dev.rolesanywhere.webhook.injection.Decision.LeaveAlone;
import dev.rolesanywhere.webhook.injection.Injector;
import dev.rolesanywhere.webhook.injection.Injector.Injection;
import dev.rolesanywhere.webhook.injection.PodView;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;

/**
 * Answers a review from the state of the cluster and the chart's settings. A dry run is answered like any other request, because the
 * webhook never writes.
 */
@Singleton
class Admission {
    private static final Logger LOG = Logger.getLogger(Admission.class);

    /** Few buckets, because each is a series; the API server waits for seconds. */
    private static final Duration[] BOUNDS = LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final ChartSettingsSource settings;
    private final ClusterState cluster;
    private final MeterRegistry metrics;
    private final RandomGenerator random;
    private final ReasonPages pages;
    private final Timer duration;
    private final Map<String, Counter> decided;

    Admission(
            ChartSettingsSource settings,
            ClusterState cluster,
            MeterRegistry metrics,
            RandomGenerator random,
            WebhookConfiguration configuration) {
        this.settings = settings;
        this.cluster = cluster;
        this.metrics = metrics;
        this.random = random;
        this.pages = new ReasonPages(configuration.docsUrl());
        this.duration = Timer.builder("rolesanywhere.webhook.admission.duration")
                .description("Duration of the webhook's decision about a pod")
                .serviceLevelObjectives(BOUNDS)
                .register(metrics);
        this.decided =
                Decision.reasons().stream().collect(Collectors.toUnmodifiableMap(reason -> reason, this::counter));
    }

    private Counter counter(String reason) {
        return Counter.builder("rolesanywhere.webhook.admissions")
                .description("Pods by the webhook's decision")
                .tag("reason", reason)
                .register(metrics);
    }

    /**
     * @param address of the client that sent the request
     * @throws IOException if the issuer bundle cannot be read
     */
    ObjectNode answer(AdmissionRequest request, String address) throws IOException {
        ObjectNode json = request.pod();
        if (json == null) {
            return AdmissionAnswer.untouched(request.uid());
        }
        Timer.Sample sample = Timer.start(metrics);
        try {
            return decide(request, new PodView(json), address);
        } finally {
            sample.stop(duration);
        }
    }

    private ObjectNode decide(AdmissionRequest request, PodView pod, String address) throws IOException {
        BoundRoles roles = cluster.rolesOf(request.namespace(), pod.serviceAccount());
        Candidate candidate = new Candidate(
                request.namespace(),
                pod,
                cluster.annotationsOf(request.namespace(), pod.serviceAccount(), address),
                roles.inForce(),
                roles.dryRuns());
        ChartSettings chart = settings.current();
        Injection injection = new Injector(chart, random)
                .inject(request.isPreview() ? candidate.rehearsed(roles.rehearsed()) : candidate);
        record(candidate, injection);
        if (roles.hasDryRun()) {
            rehearsed(new Decider(chart, random).decide(candidate.rehearsed(roles.rehearsed())))
                    .increment();
        }
        return AdmissionAnswer.of(request.uid(), injection, pages);
    }

    private Counter rehearsed(Decision decision) {
        return Counter.builder("rolesanywhere.webhook.dry.runs")
                .description("Pods of dry-run AWSRoleBindings, by the decision that the webhook would have made")
                .tag("reason", decision.reason())
                .register(metrics);
    }

    private void record(Candidate candidate, Injection injection) {
        String reason = injection.decision().reason();
        Objects.requireNonNull(decided.get(reason)).increment();
        Logger.Level level = injection.decision() instanceof LeaveAlone ? Logger.Level.DEBUG : Logger.Level.INFO;
        LOG.logf(
                level,
                "%s: pod %s of ServiceAccount %s/%s",
                reason,
                candidate.pod().displayName(),
                candidate.namespace(),
                candidate.pod().serviceAccount());
    }
}
