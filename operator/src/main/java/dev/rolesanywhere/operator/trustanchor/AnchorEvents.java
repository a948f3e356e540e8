package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.operator.events.ObjectEvents;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** An Event for each condition of an AWSTrustAnchor that takes another reason. */
@Singleton
class AnchorEvents {
    private final ObjectEvents events;

    AnchorEvents(ObjectEvents events) {
        this.events = events;
    }

    void changed(AWSTrustAnchor anchor, AWSTrustAnchorStatus status) {
        List<Condition> before =
                anchor.getStatus() == null ? null : anchor.getStatus().conditions();
        Optional.ofNullable(status.conditions()).orElse(List.of()).stream()
                .filter(condition -> Conditions.find(before, condition.type())
                        .filter(it -> it.reason().equals(condition.reason()))
                        .isEmpty())
                .forEach(condition -> events.tell(
                        anchor,
                        condition.status() == Condition.Status.False
                                ? ObjectEvents.Kind.Warning
                                : ObjectEvents.Kind.Normal,
                        condition.reason(),
                        condition.message()));
    }
}
