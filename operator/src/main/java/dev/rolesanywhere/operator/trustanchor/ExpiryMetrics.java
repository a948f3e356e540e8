package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.pki.certificate.Validity;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When each CA ends, in seconds since 1970, so that an alert needs no more than a subtraction:
 * {@code rolesanywhere_authority_expiration_timestamp_seconds{trust_anchor="default",state="Active"} - time() < 30 * 86400}.
 */
@Singleton
public class ExpiryMetrics {
    private final MeterRegistry metrics;
    private final Map<String, AtomicLong> ends = new ConcurrentHashMap<>();

    public ExpiryMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void trustAnchor(String name, Generations held) {
        held.active().validity().ifPresent(validity -> end(name, "Active", validity));
        Generations.Next next = held.next();
        if (next != null) {
            next.material().validity().ifPresent(validity -> end(name, "Next", validity));
        }
    }

    private void end(String name, String state, Validity validity) {
        ends.computeIfAbsent(name + "/" + state, key -> {
                    AtomicLong value = new AtomicLong();
                    Gauge.builder("rolesanywhere.authority.expiration.timestamp.seconds", value, AtomicLong::get)
                            .tag("trust_anchor", name)
                            .tag("state", state)
                            .description("When the CA or the first certificate of its path ends, seconds since 1970")
                            .register(metrics);
                    return value;
                })
                .set(validity.notAfter().getEpochSecond());
    }
}
