package dev.rolesanywhere.operator.events;

import dev.rolesanywhere.client.text.TextLimit;
import dev.rolesanywhere.crds.contract.ReasonPages;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Writes core v1 Events on separate threads. Events about cluster-scoped objects go to namespace {@code default}, where kubectl finds
 * them.
 */
@Singleton
class KubernetesEvents implements Events {
    private static final Logger LOG = Logger.getLogger(KubernetesEvents.class);

    /** The API server takes 1,024 bytes. */
    private static final int LIMIT = 1000;

    private static final String OF_CLUSTER_SCOPED = "default";

    /** A workload of many pods shows a problem on a few of them. */
    private static final int PODS_OF_AN_ACCOUNT = 5;

    private static final int OF_A_NAMESPACE = 50;

    /** Each pod whose token may be stolen matters. */
    private static final int ALARMS_OF_A_NAMESPACE = 200;

    private final Consumer<Event> apiServer;
    private final OperatorSettings settings;
    private final ReasonPages pages;
    private final Clock clock;
    private final Map<Budget, EventBudget> budgets;

    @Inject
    KubernetesEvents(KubernetesClient client, OperatorSettings settings, Clock clock) {
        this(event -> Thread.ofVirtual().name("event").start(() -> create(client, event)), settings, clock);
    }

    /** @param apiServer receives the Events */
    KubernetesEvents(Consumer<Event> apiServer, OperatorSettings settings, Clock clock) {
        this.apiServer = apiServer;
        this.settings = settings;
        this.pages = new ReasonPages(settings.docsUrl());
        this.clock = clock;
        this.budgets = Map.of(
                Budget.ORDINARY, new EventBudget(clock, PODS_OF_AN_ACCOUNT, OF_A_NAMESPACE),
                Budget.SECURITY, new EventBudget(clock, ALARMS_OF_A_NAMESPACE, ALARMS_OF_A_NAMESPACE),
                Budget.NOTICE, new EventBudget(clock, PODS_OF_AN_ACCOUNT, OF_A_NAMESPACE));
    }

    @Override
    public void emit(HasMetadata about, Kind kind, String reason, String message) {
        write(
                new ObjectReferenceBuilder()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withNamespace(about.getMetadata().getNamespace())
                        .withName(about.getMetadata().getName())
                        .withUid(about.getMetadata().getUid())
                        .build(),
                kind,
                reason,
                message);
    }

    @Override
    public boolean warn(PodReference pod, Budget budget, String reason, String message) {
        boolean taken = Objects.requireNonNull(budgets.get(budget)).takes(pod, reason);
        if (taken) {
            write(
                    new ObjectReferenceBuilder()
                            .withApiVersion("v1")
                            .withKind("Pod")
                            .withNamespace(pod.namespace())
                            .withName(pod.name())
                            .withUid(pod.uid())
                            .build(),
                    budget == Budget.NOTICE ? Kind.Normal : Kind.Warning,
                    reason,
                    message);
        }
        return taken;
    }

    private void write(ObjectReference about, Kind kind, String reason, String message) {
        int left = LIMIT - pages.longest(reason);
        TextLimit limit = new TextLimit(left, left);
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        apiServer.accept(new EventBuilder()
                .withNewMetadata()
                .withGenerateName("roles-anywhere-")
                .withNamespace(about.getNamespace() == null ? OF_CLUSTER_SCOPED : about.getNamespace())
                .endMetadata()
                .withInvolvedObject(about)
                .withType(kind.name())
                .withReason(reason)
                .withMessage(pages.after(limit.cut(message), reason))
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource(settings.name(), null)
                .withReportingComponent("rolesanywhere.dev/operator")
                .withReportingInstance(settings.podName())
                .build());
    }

    private static void create(KubernetesClient client, Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            // Log and status have the same information, so a lost Event must not fail the caller.
            LOG.debugf(
                    e,
                    "could not write an Event about %s",
                    event.getInvolvedObject().getName());
        }
    }
}
