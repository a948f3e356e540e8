package dev.rolesanywhere.operator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

class LibraryTimerTest {
    @Test
    void the_timer_of_the_operator_sdk_keeps_a_thread_that_waits_for_its_tasks() {
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            var timer = (ScheduledThreadPoolExecutor) new Operator(overrider -> overrider.withKubernetesClient(client))
                    .getConfigurationService()
                    .getExecutorServiceManager()
                    .scheduledExecutorService();
            assertThat(timer.getCorePoolSize()).as("the SDK's own setting").isZero();

            LibraryTimer.keepThread(timer);

            assertThat(timer.getCorePoolSize()).isOne();
        }
    }
}
