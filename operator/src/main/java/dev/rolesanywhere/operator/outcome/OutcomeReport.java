package dev.rolesanywhere.operator.outcome;

import org.jspecify.annotations.Nullable;

/** What AWS answered for one role, as the pod's sidecar wrote it: of any length, with any character, and not checked yet. */
public record OutcomeReport(
        @Nullable String role,
        @Nullable String reason,
        @Nullable String message,
        @Nullable Integer httpStatus,
        @Nullable String requestId,
        @Nullable Long grantedSeconds,
        @Nullable Long requestedSeconds,
        @Nullable String expiration) {

    /** The message, with the id of the request that AWS answered. */
    @Nullable
    String messageWithRequestId() {
        return message == null || requestId == null || message.contains(requestId)
                ? message
                : message + " (AWS request " + requestId + ")";
    }
}
