package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.crds.contract.PodCertificates;
import dev.rolesanywhere.crds.contract.ReasonPages;
import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.issuance.AuditLog;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.schedule.Periodic;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Watches the requests while this replica is active, if the chart enables it, and starts their answers. */
@Singleton
class PodCertificateLoop {
    private static final Logger LOG = Logger.getLogger(PodCertificateLoop.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(5);

    /** Each answer needs about six requests to the API server. */
    private static final int AT_ONCE = 8;

    private static final int IN_A_ROUND = 64;

    private final KubernetesClient client;
    private final Leadership leadership;
    private final Inventory inventory;
    private final boolean enabled;
    private final Clock clock;
    private final WaitingRequests waiting = new WaitingRequests();
    private final RequestAnswering answering;
    private final AtomicReference<Optional<Watch>> watch = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean missingIsSaid = new AtomicBoolean();
    private final Periodic searching =
            new Periodic("pod-certificates-api", Duration.ZERO, BETWEEN_SEARCHES, this::search);
    private final Periodic looking = new Periodic("pod-certificates", Duration.ZERO, BETWEEN_LOOKS, this::lookAtAll);
    private final ExecutorService workers = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("pod-certificate-", 0).factory());

    private record Watch(PodCertificateApi api, SharedIndexInformer<GenericKubernetesResource> informer) {}

    PodCertificateLoop(
            KubernetesClient client,
            OperatorSettings settings,
            Leadership leadership,
            Inventory inventory,
            PodCertificateSigner signer,
            AuditLog audit,
            Events events,
            MeterRegistry metrics,
            Clock clock) {
        this.client = client;
        this.leadership = leadership;
        this.inventory = inventory;
        this.enabled = settings.podCertificates().enabled();
        this.clock = clock;
        RequestRecord record = new RequestRecord(audit, events, metrics);
        this.answering = new RequestAnswering(
                signer, new RequestAllowances(clock), waiting, record, new ReasonPages(settings.docsUrl()), clock);
        if (enabled) {
            record.gauges(waiting, this::isWatching);
        }
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            searching.start();
            looking.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        searching.stop();
        looking.stop();
        workers.shutdownNow();
        watch.get().ifPresent(it -> it.informer().stop());
    }

    private boolean isWatching() {
        return watch.get().filter(it -> it.informer().isWatching()).isPresent();
    }

    /** Only the leader watches; a replica that loses the Lease ends its process. */
    private void search() {
        if (!leadership.isLeading() || watch.get().isPresent()) {
            return;
        }
        PodCertificateApi.find(client).ifPresentOrElse(this::begin, this::sayMissing);
    }

    private void begin(PodCertificateApi api) {
        Watch begun = new Watch(api, api.informer(new RequestItems(waiting, clock)));
        watch.set(Optional.of(begun));
        var ignored = begun.informer().start();
        LOG.infof(
                "signs PodCertificateRequests of %s/%s for %s",
                PodCertificates.API_GROUP, api.version(), PodCertificates.SIGNER);
    }

    private void sayMissing() {
        if (missingIsSaid.compareAndSet(false, true)) {
            LOG.warnf(
                    "podCertificates.enabled is set, but the API server does not serve %s of %s in version %s. Enable the feature gate PodCertificateRequest and this API at API server and kubelets, as docs/pod-certificates.md shows. The operator keeps checking.",
                    PodCertificates.PLURAL, PodCertificates.API_GROUP, String.join(" or ", PodCertificates.VERSIONS));
        }
    }

    private void lookAtAll() throws InterruptedException, ExecutionException {
        Optional<Watch> current = watch.get();
        if (current.isEmpty() || !leadership.isLeading() || !inventory.isComplete()) {
            return;
        }
        PodCertificateApi api = current.orElseThrow().api();
        List<WaitingRequests.Key> due = waiting.due(IN_A_ROUND, clock.instant());
        while (!due.isEmpty() && leadership.isLeading()) {
            for (Future<Boolean> look :
                    workers.invokeAll(due.stream().map(key -> look(api, key)).toList())) {
                look.get();
            }
            due = waiting.due(IN_A_ROUND, clock.instant());
        }
    }

    private Callable<Boolean> look(PodCertificateApi api, WaitingRequests.Key key) {
        return () -> {
            answering.look(api, key);
            return true;
        };
    }
}
