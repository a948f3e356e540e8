package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.operator.TestInventory;
import java.time.Clock;

/** For tests that are about something else. */
public final class NoManagedRegistrations {
    private NoManagedRegistrations() {}

    public static ManagedRegistrations at(Clock clock) {
        return new ManagedRegistrations(
                new TestInventory(),
                (region, access) -> {
                    throw new AssertionError("nothing is managed here");
                },
                clock);
    }
}
