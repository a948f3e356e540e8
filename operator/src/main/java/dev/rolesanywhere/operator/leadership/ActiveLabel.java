package dev.rolesanywhere.operator.leadership;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.operator.schedule.Periodic;
import dev.rolesanywhere.operator.schedule.SkippingRounds;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The label with which the Service selects the active replica: on this pod while it leads, and on no other pod. Set when the leader
 * changes. Verified every 3 s for the next minute and after a failure, and then every 15 s. The Lease is read every 3 s.
 */
@Singleton
class ActiveLabel {
    private static final Logger LOG = Logger.getLogger(ActiveLabel.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    /** One round of five verifies the label: every 15 s. */
    private static final int SKIPPED_ROUNDS = 4;

    /** For a minute after a change of leader, because the earlier leader may still change the labels. */
    private static final int ROUNDS_OF_A_CHANGE = 20;

    private static final String ACTIVE = "true";
    private static final String STANDBY = "false";

    private final KubernetesClient client;
    private final String namespace;
    private final String podName;
    private final Leadership leadership;
    private final LeaseHolder lease;
    private final Clock clock;
    private final SkippingRounds labelling = new SkippingRounds(SKIPPED_ROUNDS, this::labelPods);
    private final Periodic keeping;

    ActiveLabel(
            KubernetesClient client, OperatorSettings settings, Leadership leadership, LeaseHolder lease, Clock clock) {
        this.client = client;
        this.namespace = settings.namespace();
        this.podName = settings.podName();
        this.leadership = leadership;
        this.lease = lease;
        this.clock = clock;
        this.keeping = new Periodic("active-label", Duration.ZERO, PAUSE, this::update);
    }

    void start(@Observes StartupEvent event) {
        keeping.start();
    }

    void stop(@Observes ShutdownEvent event) {
        keeping.stop();
        leadership.lost(clock.instant());
        keep();
    }

    /** Sets the label now. Throws no exception: the next round retries. */
    synchronized void keep() {
        labelling.skipNoneOf(ROUNDS_OF_A_CHANGE);
        keeping.runOnce();
    }

    synchronized void update() throws Exception {
        if (leadership.isLeading() && lease.isAnother()) {
            stepDown();
        }
        labelling.run();
    }

    /** The elector may wrongly believe that it leads; the Lease decides. */
    private void stepDown() {
        LOG.warn("the Lease names another replica; stopping this process");
        leadership.lost(clock.instant());
        labelling.skipNoneOf(ROUNDS_OF_A_CHANGE);
        Quarkus.asyncExit(1);
    }

    private void labelPods() {
        if (!leadership.isLeading()) {
            label(podName, STANDBY);
            return;
        }
        List<String> active =
                client.pods().inNamespace(namespace).withLabel(Issuing.ACTIVE_LABEL, ACTIVE).list().getItems().stream()
                        .map(pod -> pod.getMetadata().getName())
                        .toList();
        if (!active.contains(podName)) {
            label(podName, ACTIVE);
        }
        active.stream().filter(name -> !name.equals(podName)).forEach(name -> label(name, STANDBY));
    }

    private void label(String pod, String value) {
        Pod found = client.pods().inNamespace(namespace).withName(pod).get();
        Map<String, String> labels = found == null || found.getMetadata().getLabels() == null
                ? Map.of()
                : found.getMetadata().getLabels();
        // The pod does not exist: a process outside the cluster, such as on a developer's machine.
        if (found == null || value.equals(labels.get(Issuing.ACTIVE_LABEL))) {
            return;
        }
        try {
            client.pods()
                    .inNamespace(namespace)
                    .withName(pod)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}".formatted(Issuing.ACTIVE_LABEL, value));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }
}
