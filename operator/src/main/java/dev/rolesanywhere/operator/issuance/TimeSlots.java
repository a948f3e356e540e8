package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.operator.role.ArnPlace;
import java.time.Duration;

/** When a pod may call AWS, so that many pods at once stay below CreateSession's quota of an account and region. */
@FunctionalInterface
public interface TimeSlots {
    /** How long the next caller for this account and region is to wait. */
    Duration next(ArnPlace place);
}
