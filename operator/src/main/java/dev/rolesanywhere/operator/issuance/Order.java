package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.operator.slots.Slot;
import dev.rolesanywhere.pki.leaf.LeafTerms;
import java.time.Duration;
import java.util.Optional;

/**
 * What to issue to a caller.
 *
 * @param needs which of the caller's roles need a time slot
 * @param terms when the leaves are valid
 * @param turn how the caller uses its time slots
 */
public record Order(PodRequests requests, SessionNeeds needs, LeafTerms terms, Turn turn) {

    /** How a caller of AWS uses its time slot. */
    public enum Turn {
        /** The caller gets its certificate together with the slot, and waits for the slot itself. */
        Waits,
        /** The caller gets its certificate at the time of its slot, and calls AWS immediately. */
        CallsAtOnce,
        /** The caller calls AWS at an unknown time, so there is no slot. */
        Unknown
    }

    /** From a sidecar or from the agent of a node. */
    public static Order ofSidecar(PodRequests requests, SessionNeeds needs) {
        return new Order(requests, needs, LeafTerms.OF_SIDECARS, Turn.Waits);
    }

    /** When to request the certificate again; empty if it is issued now. */
    Optional<Duration> comeBackAfter(Slot slot) {
        return turn == Turn.Waits
                ? slot.comeBackAfter()
                : Optional.of(slot.delay()).filter(delay -> !delay.isZero());
    }

    boolean needsSlot(String role) {
        return turn != Turn.Unknown && !needs.held().contains(role);
    }
}
