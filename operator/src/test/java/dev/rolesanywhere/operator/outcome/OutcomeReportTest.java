package dev.rolesanywhere.operator.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.operator.caller.PodReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which parts of a pod's report count, even if others are missing. */
class OutcomeReportTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:00:00Z");
    private static final PodReference POD = new PodReference("shop", "orders-1", "uid-1", "orders");

    @Test
    void a_whole_report_becomes_an_outcome_of_the_pod() {
        assertThat(Outcome.of(
                        POD,
                        new OutcomeReport(
                                "reader", "Accepted", "fine", 201, "request-1", 3600L, 7200L, "2026-01-02T03:04:05Z"),
                        NOW))
                .contains(new Outcome(
                        POD,
                        "reader",
                        RoleCondition.Reason.Accepted,
                        NOW,
                        3600L,
                        Instant.parse("2026-01-02T03:04:05Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "denied, request-1, denied (AWS request request-1)",
        "denied request-1, request-1, denied request-1",
        "denied, , denied",
        ", request-1,"
    })
    void the_message_names_the_request_once(
            @Nullable String message, @Nullable String requestId, @Nullable String expected) {
        assertThat(report("reader", "Throttled", message, requestId, null).messageWithRequestId())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"tomorrow", "2026-01-02"})
    void an_invalid_expiration_counts_as_absent(@Nullable String time) {
        assertThat(Outcome.of(POD, report("reader", "Accepted", "fine", null, time), NOW)
                        .orElseThrow()
                        .expiration())
                .isNull();
    }

    @Test
    void a_report_without_role_or_reason_does_not_count() {
        assertThat(Outcome.of(POD, report(null, "Accepted", null, null, null), NOW))
                .isEmpty();
        assertThat(Outcome.of(POD, report("reader", null, null, null, null), NOW))
                .isEmpty();
    }

    private static OutcomeReport report(
            @Nullable String role,
            @Nullable String reason,
            @Nullable String message,
            @Nullable String requestId,
            @Nullable String expiration) {
        return new OutcomeReport(role, reason, message, null, requestId, null, null, expiration);
    }
}
