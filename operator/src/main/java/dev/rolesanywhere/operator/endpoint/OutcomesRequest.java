package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.operator.outcome.PodOutcomes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/outcomes}.
 *
 * @param clients whether any client has asked the sidecar; absent where it does not know
 */
record OutcomesRequest(
        @Nullable List<@Nullable Item> outcomes, @Nullable String clients) {
    /** A pod has no more roles than that. */
    private static final int MOST = 256;

    record Item(
            @Nullable String role,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Integer httpStatus,
            @Nullable String requestId,
            @Nullable Long grantedSeconds,
            @Nullable Long requestedSeconds,
            @Nullable String expiration) {}

    /** Whether any client has asked; empty where the sidecar does not know, or says what we do not know. */
    Optional<Boolean> asked() {
        if (Issuing.CLIENTS_ASKED.equals(clients)) {
            return Optional.of(true);
        }
        return Issuing.CLIENTS_NEVER_ASKED.equals(clients) ? Optional.of(false) : Optional.empty();
    }

    /** What can be understood of it; the rest is left out, since a report that is half clear is better than none. */
    List<PodOutcomes.Reported> reported() {
        return outcomes == null
                ? List.of()
                : outcomes.stream()
                        .limit(MOST)
                        .flatMap(item -> Optional.ofNullable(item).flatMap(OutcomesRequest::reported).stream())
                        .toList();
    }

    private static Optional<PodOutcomes.Reported> reported(Item item) {
        if (item.role() == null || item.reason() == null) {
            return Optional.empty();
        }
        return Optional.of(new PodOutcomes.Reported(
                item.role(),
                item.reason(),
                withRequestId(item.message(), item.requestId()),
                item.grantedSeconds(),
                item.requestedSeconds(),
                time(item.expiration())));
    }

    private static @Nullable String withRequestId(@Nullable String message, @Nullable String requestId) {
        return message == null || requestId == null || message.contains(requestId)
                ? message
                : message + " (AWS request " + requestId + ")";
    }

    private static @Nullable Instant time(@Nullable String rfc3339) {
        try {
            return rfc3339 == null ? null : Instant.parse(rfc3339);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
