package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * AWS's answer for a role; never a credential.
 *
 * @param reason {@code Accepted} or a reason of AWSRole's AcceptedByAWS
 * @param httpStatus 0 without an answer
 */
public record Outcome(
        String role,
        String reason,
        String message,
        int httpStatus,
        @Nullable String requestId,
        @Nullable Long grantedSeconds,
        @Nullable Integer requestedSeconds,
        @Nullable Instant expiration) {
    public static final String ACCEPTED = "Accepted";

    public boolean accepted() {
        return reason.equals(ACCEPTED);
    }

    JsonWriter json() {
        return new JsonWriter()
                .member("role", role)
                .member("reason", reason)
                .member("message", message)
                .member("httpStatus", httpStatus == 0 ? null : Integer.valueOf(httpStatus))
                .member("requestId", requestId)
                .member("grantedSeconds", grantedSeconds)
                .member("requestedSeconds", requestedSeconds)
                .member("expiration", expiration == null ? null : expiration.toString());
    }
}
