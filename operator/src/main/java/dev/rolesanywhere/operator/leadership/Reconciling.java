package dev.rolesanywhere.operator.leadership;

import dev.rolesanywhere.operator.inventory.ObjectCopies;
import dev.rolesanywhere.operator.inventory.WatchedInventory;
import dev.rolesanywhere.operator.schedule.LibraryTimer;
import dev.rolesanywhere.operator.schedule.Periodic;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RuntimeInfo;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The reconcilers, which run on the replica that holds the Lease. A failed replica is replaced after the lease's 15 s plus a retry of
 * 2 s; a stopping replica releases the Lease.
 */
@Singleton
class Reconciling {
    private static final Logger LOG = Logger.getLogger(Reconciling.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration START_RETRY = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final OperatorSettings settings;
    private final Operator operator;
    private final Leadership leadership;
    private final ActiveLabel label;
    private final Clock clock;
    private final Periodic starting = new Periodic("reconciling", Duration.ZERO, START_RETRY, this::startOnce);
    private final AtomicBoolean stopping = new AtomicBoolean();

    Reconciling(
            KubernetesClient client,
            OperatorSettings settings,
            Leadership leadership,
            ActiveLabel label,
            Clock clock,
            WatchedInventory inventory,
            MeterRegistry metrics,
            @All List<Reconciler<?>> reconcilers) {
        this.client = client;
        this.settings = settings;
        this.leadership = leadership;
        this.label = label;
        this.clock = clock;
        this.operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withMetrics(new ReconcileTimes(metrics))
                .withResourceCloner(new ObjectCopies())
                // Bounded, since each thread has a stack: docs/operations.md has the sum.
                .withConcurrentReconciliationThreads(16)
                .withConcurrentWorkflowExecutorThreads(4)
                // A failed first list is retried: an overloaded API server must not stop the process.
                .withStopOnInformerErrorDuringStartup(false)
                .withLeaderElectionConfiguration(election()));
        inventory.reconciledWhen(this::isWatching);
        reconcilers.forEach(reconciler -> register(reconciler, inventory));
        LibraryTimer.keepThread(
                operator.getConfigurationService().getExecutorServiceManager().scheduledExecutorService());
    }

    private <R extends HasMetadata> void register(Reconciler<R> reconciler, WatchedInventory inventory) {
        Class<R> kind = operator.getConfigurationService()
                .getConfigurationFor(reconciler)
                .getResourceClass();
        operator.register(reconciler, configuration -> configuration
                .withItemStore(inventory.itemsOf(kind))
                .withInformerListLimit(WatchedInventory.PAGE));
    }

    /** Starts after everything that pods and the webhook wait for. Does not block: without an API server it retries. */
    void start(@Observes @Priority(4) StartupEvent event) {
        starting.start();
    }

    private void startOnce() {
        if (!operator.getRuntimeInfo().isStarted()) {
            operator.start();
        }
    }

    private boolean isWatching() {
        RuntimeInfo info = operator.getRuntimeInfo();
        return info.isStarted() && info.allEventSourcesAreHealthy();
    }

    /** Stops first, so that another replica takes over while this one still answers. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopping.set(true);
        boolean led = leadership.isLeading();
        starting.stop();
        operator.stop();
        if (led) {
            giveBack();
        }
    }

    /** JOSDK lets the Lease expire, which would delay pods by 15 s on every upgrade. */
    private void giveBack() {
        try {
            Lease lease = client.leases()
                    .inNamespace(settings.namespace())
                    .withName(settings.name())
                    .get();
            if (lease != null && settings.podName().equals(lease.getSpec().getHolderIdentity())) {
                client.resource(new LeaseBuilder(lease)
                                .editSpec()
                                .withHolderIdentity("")
                                .withLeaseDurationSeconds(1)
                                .endSpec()
                                .build())
                        .lockResourceVersion(lease.getMetadata().getResourceVersion())
                        .update();
            }
        } catch (KubernetesClientException e) {
            LOG.infof("the Lease could not be released; it expires after 15 s: %s", e.getMessage());
        }
    }

    private LeaderElectionConfiguration election() {
        return new LeaderElectionConfiguration(
                settings.name(),
                settings.namespace(),
                LEASE,
                RENEW_DEADLINE,
                RETRY,
                settings.podName(),
                new LeaderCallbacks(this::gained, this::lost, leader -> LOG.infof("the active operator is %s", leader)),
                false);
    }

    private void gained() {
        leadership.gained();
        label.keep();
    }

    /** A replica that loses the Lease stops its process, so that it cannot reconcile in parallel with the new leader. */
    private void lost() {
        leadership.lost(clock.instant());
        if (!stopping.get()) {
            LOG.warn("this replica lost the Lease; stopping this process");
            Quarkus.asyncExit(1);
        }
    }
}
