package dev.rolesanywhere.operator.timing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Measures each step of issuing, including failures. */
@Singleton
public class IssuingTimes {
    private final MeterRegistry metrics;
    private final Map<Step, Timer> timers = new EnumMap<>(Step.class);

    /** Spelled like the metric's label. */
    public enum Step {
        /** The API server reviews the token. */
        TokenReview,
        /** The pod is read from the API server. */
        Pod,
        /** The bindings of the pod's namespace, or their versions, are read from the API server. */
        Bindings,
        /** Role, trust anchor and namespace are read, and the policy decides for one role. */
        Policy,
        /** The certificate authority signs one leaf. */
        Signing
    }

    public IssuingTimes(MeterRegistry metrics) {
        this.metrics = metrics;
        for (Step step : Step.values()) {
            timers.put(
                    step,
                    Timer.builder("rolesanywhere.issuing.duration")
                            .description("Duration of the steps of issuing")
                            .tag("step", step.name())
                            .serviceLevelObjectives(LatencyBuckets.bounds())
                            .register(metrics));
        }
    }

    public <T> T time(Step step, Supplier<T> work) {
        Timer.Sample sample = Timer.start(metrics);
        try {
            return work.get();
        } finally {
            sample.stop(Objects.requireNonNull(timers.get(step)));
        }
    }
}
