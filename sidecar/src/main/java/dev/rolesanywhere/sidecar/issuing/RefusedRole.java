package dev.rolesanywhere.sidecar.issuing;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A role that the issuer does not serve, and why.
 *
 * @param isDefault whether it would be the pod's default
 * @param names set where the issuer wants a request of its own for this role, under these names
 * @param retryAfter set where it is served, and only its turn is not near yet: when to ask again
 */
public record RefusedRole(
        String role,
        boolean isDefault,
        String reason,
        String message,
        @Nullable Duration retryAfter,
        @Nullable Names names) {

    /**
     * What a request is to call its sender.
     *
     * @param subject DER of a Name
     * @param alternativeNames DER of GeneralNames
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by isSame
    public record Names(byte[] subject, byte[] alternativeNames) {
        boolean isSame(@Nullable Names other) {
            return other != null
                    && Arrays.equals(subject, other.subject)
                    && Arrays.equals(alternativeNames, other.alternativeNames);
        }
    }
}
