package dev.rolesanywhere.operator.issuance;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a pod may call AWS for a role. */
public sealed interface Slot {
    /**
     * @param waitFor from now; whole seconds
     * @param renewAfter what the quota wants to lie between this call and the next; absent where it wants nothing
     */
    record Granted(Duration waitFor, @Nullable Duration renewAfter) implements Slot {}

    /** Too many wait already: the pod is to ask again after that long. */
    record Later(Duration retryAfter) implements Slot {}
}
