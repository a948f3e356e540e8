package dev.rolesanywhere.operator.servingtls;

import dev.rolesanywhere.operator.events.Events;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.pki.certificate.ExpirationWindow;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Reports that the operator's own TLS authority expires soon. It renews automatically, so such a report means that the rotation fails. */
@Singleton
class TlsExpiry {
    private final Events events;
    private final TlsNames names;
    private final Clock clock;
    private final AtomicLong end = new AtomicLong();
    private final AtomicReference<ExpirationWindow> emitted = new AtomicReference<>(ExpirationWindow.NotExpiringSoon);

    TlsExpiry(Events events, OperatorSettings settings, MeterRegistry metrics, Clock clock) {
        this.events = events;
        this.names = TlsNames.of(settings);
        this.clock = clock;
        Gauge.builder("rolesanywhere.tls.authority.expiration.timestamp.seconds", end, AtomicLong::get)
                .description("When the authority of the operator's own TLS expires, seconds since 1970")
                .register(metrics);
    }

    /** Once for each threshold: 90, 30 and 7 days, and the expiration. */
    void look(Instant authorityEnd) {
        end.set(authorityEnd.getEpochSecond());
        ExpirationWindow near = ExpirationWindow.of(authorityEnd, clock.instant());
        if (emitted.getAndSet(near) != near && near != ExpirationWindow.NotExpiringSoon) {
            events.emit(
                    new SecretBuilder()
                            .withNewMetadata()
                            .withName(names.authoritySecret())
                            .withNamespace(names.namespace())
                            .endMetadata()
                            .build(),
                    Events.Kind.Warning,
                    near.name(),
                    "The authority of the operator's own TLS expires at " + authorityEnd
                            + ", but should have been replaced long before. See the operator's log for the cause.");
        }
    }
}
