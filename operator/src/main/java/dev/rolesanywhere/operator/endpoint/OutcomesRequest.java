package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.operator.outcome.OutcomeReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/outcomes}. */
record OutcomesRequest(@Nullable List<@Nullable OutcomeReport> outcomes) {
    /** A pod has no more roles than that. */
    private static final int MOST = 256;

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
