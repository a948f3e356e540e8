package dev.rolesanywhere.operator.leadership;

import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** The Lease by which one replica becomes the active one; a dead one is replaced within the lease's 15 s and a retry of 2 s. */
@Singleton
class LeaseElection {
    private static final Logger LOG = Logger.getLogger(LeaseElection.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    /** A replica that loses the Lease ends its process: nothing of its reconciling can then go on beside the new leader's. */
    @Produces
    @Singleton
    LeaderElectionConfiguration configuration(OperatorSettings settings, Leadership leadership, ActiveLabel label) {
        return new LeaderElectionConfiguration(
                settings.name(),
                settings.namespace(),
                LEASE,
                RENEW_DEADLINE,
                RETRY,
                settings.podName(),
                new LeaderCallbacks(
                        () -> {
                            leadership.gained();
                            label.keep();
                        },
                        leadership::lost,
                        leader -> LOG.infof("the active operator is %s", leader)),
                true);
    }
}
