package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.pki.certificate.Validity;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The expiration of each CA, in seconds since 1970, so that an alert needs only a subtraction:
 * {@code rolesanywhere_authority_expiration_timestamp_seconds{trust_anchor="default",state="Active"} - time() < 30 * 86400}.
 */
@Singleton
public class ExpiryMetrics {
    private final MeterRegistry metrics;
    private final Map<String, Series> series = new ConcurrentHashMap<>();

    private record Series(Gauge gauge, AtomicLong seconds) {}

    public ExpiryMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void trustAnchor(String name, Generations held) {
        show(name, "Active", held.active().validity());
        show(name, "Next", Optional.ofNullable(held.next()).flatMap(next -> next.material()
                .validity()));
    }

    /** The trust anchor was deleted, so its series are removed. */
    void forget(String name) {
        show(name, "Active", Optional.empty());
        show(name, "Next", Optional.empty());
    }

    private void show(String name, String state, Optional<Validity> validity) {
        series.compute(name + "/" + state, (_, before) -> {
            if (validity.isEmpty()) {
                Optional.ofNullable(before).ifPresent(it -> metrics.remove(it.gauge()));
                return null;
            }
            Series shown = before == null ? register(name, state) : before;
            shown.seconds().set(validity.get().notAfter().getEpochSecond());
            return shown;
        });
    }

    private Series register(String name, String state) {
        AtomicLong seconds = new AtomicLong();
        return new Series(
                Gauge.builder("rolesanywhere.authority.expiration.timestamp.seconds", seconds, AtomicLong::get)
                        .tag("trust_anchor", name)
                        .tag("state", state)
                        .description("When the CA or the first certificate of its path expires, seconds since 1970")
                        .register(metrics),
                seconds);
    }
}
