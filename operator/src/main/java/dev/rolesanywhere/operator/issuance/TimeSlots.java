package dev.rolesanywhere.operator.issuance;

/** When a pod may call AWS, so that many pods at once stay below CreateSession's quota of an account and region. */
@FunctionalInterface
public interface TimeSlots {
    Slot next(SlotRequest request);
}
