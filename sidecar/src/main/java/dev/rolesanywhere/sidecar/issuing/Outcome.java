package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What AWS answered, as the operator is told: never a credential. */
public record Outcome(
        String role,
        String reason,
        String message,
        long httpStatus,
        @Nullable String requestId,
        @Nullable Long requestedSeconds,
        @Nullable Long grantedSeconds,
        @Nullable Instant expiration) {
    String json() {
        return new JsonWriter()
                .beginObject()
                .beginArray("outcomes")
                .beginObject()
                .member("role", role)
                .member("reason", reason)
                .member("message", message)
                .member("httpStatus", httpStatus)
                .member("requestId", requestId)
                .member("requestedSeconds", requestedSeconds)
                .member("grantedSeconds", grantedSeconds)
                .member("expiration", expiration == null ? null : expiration.toString())
                .endObject()
                .endArray()
                .endObject()
                .toString();
    }
}
