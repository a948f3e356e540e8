package dev.rolesanywhere.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.operator.ExposedMetrics;
import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class ReconcileTimesTest {
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ReconcileTimes times = new ReconcileTimes(metrics);

    @Test
    void a_reconcile_is_measured_by_controller_and_result() throws Exception {
        assertThat(times.timeControllerExecution(execution(() -> "done"))).isEqualTo("done");
        assertThatThrownBy(() -> times.timeControllerExecution(execution(() -> {
                    throw new IllegalStateException("no API server");
                })))
                .hasMessage("no API server");

        assertThat(count("done")).isEqualTo(1);
        assertThat(count("failed")).isEqualTo(1);
        ExposedMetrics.of(metrics).areDocumented();
    }

    private long count(String result) {
        return metrics.get("rolesanywhere.reconcile.duration")
                .tag("controller", "awsrole")
                .tag("result", result)
                .timer()
                .count();
    }

    private static ControllerExecution<String> execution(Callable<String> work) {
        return new ControllerExecution<>() {
            @Override
            public String name() {
                return "reconcile";
            }

            @Override
            public String controllerName() {
                return "awsrole";
            }

            @Override
            public String successTypeName(String result) {
                return result;
            }

            @Override
            public ResourceID resourceID() {
                return new ResourceID("reader");
            }

            @Override
            public Map<String, Object> metadata() {
                return Map.of();
            }

            @Override
            public String execute() throws Exception {
                return work.call();
            }
        };
    }
}
