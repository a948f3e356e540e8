package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.operator.role.ArnPlace;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Everybody at once, until slots are handed out. */
@Singleton
class ImmediateSlots implements TimeSlots {
    @Override
    public Duration next(ArnPlace place) {
        return Duration.ZERO;
    }
}
