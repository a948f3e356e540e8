package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import dev.rolesanywhere.operator.events.Events;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes an Event when a condition of an AWSTrustAnchor changes its reason. Pod reports affect {@code Registered}, so the same reason
 * is repeated only after ten minutes.
 */
@Singleton
class AnchorEvents {
    private static final Duration QUIET = Duration.ofMinutes(10);

    private final Events events;
    private final Clock clock;

    /** By trust anchor and reason: both are few. */
    private final Map<String, Instant> registrationEvents = new ConcurrentHashMap<>();

    AnchorEvents(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    void changed(AWSTrustAnchor anchor, AWSTrustAnchorStatus status) {
        List<Condition> before =
                anchor.getStatus() == null ? null : anchor.getStatus().conditions();
        Optional.ofNullable(status.conditions()).orElse(List.of()).stream()
                .filter(condition -> Conditions.find(before, condition.type())
                        .filter(it -> it.reason().equals(condition.reason()))
                        .isEmpty())
                .filter(condition -> isNews(anchor, condition))
                .forEach(condition -> events.emit(anchor, kind(condition), condition.reason(), condition.message()));
    }

    /** Each CA starts unregistered, which is not a problem. */
    private static Events.Kind kind(Condition condition) {
        return condition.status() == Condition.Status.False
                        && !condition.reason().equals(TrustAnchorCondition.Reason.NoARN.name())
                ? Events.Kind.Warning
                : Events.Kind.Normal;
    }

    private boolean isNews(AWSTrustAnchor anchor, Condition condition) {
        if (!condition.type().equals(TrustAnchorCondition.Registered.name())) {
            return true;
        }
        Instant now = clock.instant();
        registrationEvents.values().removeIf(emitted -> !now.isBefore(emitted.plus(QUIET)));
        return registrationEvents.putIfAbsent(anchor.getMetadata().getName() + "/" + condition.reason(), now) == null;
    }
}
