package dev.rolesanywhere.operator.outcome;

import org.jspecify.annotations.Nullable;

/** AWS's answer for one role, as the pod's sidecar sent it: unchecked, of any length and with any characters. */
public record OutcomeReport(
        @Nullable String role,
        @Nullable String reason,
        @Nullable String message,
        @Nullable Integer httpStatus,
        @Nullable String requestId,
        @Nullable Long grantedSeconds,
        @Nullable Long requestedSeconds,
        @Nullable String expiration) {

    /** The message with AWS's request ID. */
    @Nullable
    String messageWithRequestId() {
        return message == null || requestId == null || message.contains(requestId)
                ? message
                : message + " (AWS request " + requestId + ")";
    }
}
