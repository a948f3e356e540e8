package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.operator.outcome.OutcomeReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/outcomes}.
 *
 * @param clients whether any client has sent a request to the sidecar; absent if the sidecar does not know
 */
record OutcomesRequest(
        @Nullable List<@Nullable OutcomeReport> outcomes,
        @Nullable String clients) {
    /** A pod has no more roles than that. */
    private static final int MOST = 256;

    /**
     * Whether any client has sent a request; empty if the sidecar does not know, or reports a value that this version
     * does not know.
     */
    Optional<Boolean> asked() {
        if (Issuing.CLIENTS_ASKED.equals(clients)) {
            return Optional.of(true);
        }
        return Issuing.CLIENTS_NEVER_ASKED.equals(clients) ? Optional.of(false) : Optional.empty();
    }

    List<OutcomeReport> reports() {
        List<OutcomeReport> reports = new ArrayList<>();
        for (OutcomeReport report : outcomes == null ? List.<@Nullable OutcomeReport>of() : outcomes) {
            if (report != null && reports.size() < MOST) {
                reports.add(report);
            }
        }
        return reports;
    }
}
