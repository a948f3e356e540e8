package dev.rolesanywhere.operator.leadership;

import dev.rolesanywhere.operator.timing.LatencyBuckets;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Measures the duration of reconciles. The framework's own metrics would have a series for each object. */
final class ReconcileTimes implements Metrics {
    private final MeterRegistry metrics;

    ReconcileTimes(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        Timer.Sample sample = Timer.start(metrics);
        boolean failed = true;
        try {
            T result = execution.execute();
            failed = false;
            return result;
        } finally {
            sample.stop(timer(execution.controllerName(), failed ? "failed" : "done"));
        }
    }

    private Timer timer(String controller, String result) {
        return Timer.builder("rolesanywhere.reconcile.duration")
                .description("Duration of a reconcile of one object")
                .tag("controller", controller)
                .tag("result", result)
                .serviceLevelObjectives(LatencyBuckets.bounds())
                .register(metrics);
    }
}
