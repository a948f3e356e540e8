package dev.rolesanywhere.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ExecutorServiceManager;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

class ReconcilingTest {
    @Test
    void the_timer_of_the_operator_sdk_keeps_a_thread_that_waits_for_its_tasks() {
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            ExecutorServiceManager executors = new Operator(overrider -> overrider.withKubernetesClient(client))
                    .getConfigurationService()
                    .getExecutorServiceManager();
            var timer = (ScheduledThreadPoolExecutor) executors.scheduledExecutorService();
            assertThat(timer.getCorePoolSize()).as("the SDK's own setting").isZero();

            Reconciling.letTimerSleep(executors);

            assertThat(timer.getCorePoolSize()).isOne();
        }
    }
}
