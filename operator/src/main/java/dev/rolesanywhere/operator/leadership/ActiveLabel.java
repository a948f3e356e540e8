package dev.rolesanywhere.operator.leadership;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.operator.schedule.Periodic;
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
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The label with which the Service selects the active replica: on this pod while it leads, and on no other pod. Set periodically, so
 * that a single failed request does not leave the Service without an endpoint.
 */
@Singleton
class ActiveLabel {
    private static final Logger LOG = Logger.getLogger(ActiveLabel.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final String ACTIVE = "true";
    private static final String STANDBY = "false";

    private final KubernetesClient client;
    private final String namespace;
    private final String podName;
    private final Leadership leadership;
    private final LeaseHolder lease;
    private final Clock clock;
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
    void keep() {
        keeping.runOnce();
    }

    private synchronized void update() {
        if (leadership.isLeading() && lease.isAnother()) {
            stepDown();
        }
        boolean leading = leadership.isLeading();
        label(podName, leading ? ACTIVE : STANDBY);
        if (leading) {
            client.pods().inNamespace(namespace).withLabel(Issuing.ACTIVE_LABEL, ACTIVE).list().getItems().stream()
                    .map(pod -> pod.getMetadata().getName())
                    .filter(name -> !name.equals(podName))
                    .forEach(name -> label(name, STANDBY));
        }
    }

    /** The elector may wrongly believe that it leads; the Lease decides. */
    private void stepDown() {
        LOG.warn("the Lease names another replica; stopping this process");
        leadership.lost(clock.instant());
        Quarkus.asyncExit(1);
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
