package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.operator.slots.Slot;
import dev.rolesanywhere.pki.leaf.LeafTerms;
import java.time.Duration;
import java.util.Optional;

/**
 * What is to be issued to a caller.
 *
 * @param needs which of the caller's roles need a time slot
 * @param terms when the leaves are valid
 * @param turn how the caller keeps its time slots
 */
public record Order(PodRequests requests, SessionNeeds needs, LeafTerms terms, Turn turn) {

    /** How a caller of AWS keeps to its time slot. */
    public enum Turn {
        /** It gets its certificate with the slot, and waits by itself. */
        Waits,
        /** It calls AWS as soon as it has its certificate, which it gets in its slot. */
        CallsAtOnce,
        /** It calls AWS when it likes, or not at all: there is no slot. */
        Unknown
    }

    /** From a sidecar or from the agent of a node. */
    public static Order ofSidecar(PodRequests requests, SessionNeeds needs) {
        return new Order(requests, needs, LeafTerms.OF_SIDECARS, Turn.Waits);
    }

    /** When the certificate is to be asked for again; empty where it is issued now. */
    Optional<Duration> comeBackAfter(Slot slot) {
        return turn == Turn.Waits
                ? slot.comeBackAfter()
                : Optional.of(slot.delay()).filter(delay -> !delay.isZero());
    }

    boolean needsSlot(String role) {
        return turn != Turn.Unknown && !needs.held().contains(role);
    }
}
