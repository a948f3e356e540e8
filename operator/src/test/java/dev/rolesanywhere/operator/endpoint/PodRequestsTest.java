package dev.rolesanywhere.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.endpoint.OutcomesRequest.Item;
import dev.rolesanywhere.operator.issuance.SessionNeeds;
import dev.rolesanywhere.operator.outcome.PodOutcomes.Reported;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is understood of what pods send, whatever they leave out. */
class PodRequestsTest {
    @Test
    void a_sidecar_says_which_sessions_it_holds_and_which_end() {
        assertThat(new CertificatesRequest(
                                "csr", null, null, Arrays.asList("reader", null, "writer", "reader"), List.of("admin"))
                        .needs())
                .isEqualTo(new SessionNeeds(Set.of("reader", "writer"), Set.of("admin")));
        assertThat(new CertificatesRequest("csr", null, null, null, null).needs())
                .isEqualTo(SessionNeeds.UNKNOWN);
    }

    @Test
    void a_report_is_taken_with_all_that_it_says() {
        assertThat(reported(
                        new Item("reader", "Accepted", "fine", 201, "request-1", 3600L, 7200L, "2026-01-02T03:04:05Z")))
                .containsExactly(new Reported(
                        "reader",
                        "Accepted",
                        "fine (AWS request request-1)",
                        3600L,
                        7200L,
                        Instant.parse("2026-01-02T03:04:05Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "denied, request-1, denied (AWS request request-1)",
        "denied request-1, request-1, denied request-1",
        "denied, , denied",
        ", request-1,"
    })
    void awss_request_is_named_once(@Nullable String message, @Nullable String requestId, @Nullable String taken) {
        assertThat(reported(item("reader", "Throttled", message, requestId, null)))
                .extracting(Reported::message)
                .containsExactly(taken);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"tomorrow", "2026-01-02"})
    void a_time_that_is_none_counts_as_absent(@Nullable String time) {
        assertThat(reported(item("reader", "Accepted", "fine", null, time)))
                .extracting(Reported::expiration)
                .containsExactly((Instant) null);
    }

    @Test
    void what_names_no_role_or_no_reason_is_left_out_and_the_rest_is_not() {
        assertThat(reported(
                        item(null, "Accepted", null, null, null),
                        null,
                        item("reader", null, null, null, null),
                        item("writer", "Accepted", null, null, null)))
                .extracting(Reported::role)
                .containsExactly("writer");
        assertThat(new OutcomesRequest(null).reported()).isEmpty();
    }

    @Test
    void a_report_of_more_roles_than_a_pod_has_is_cut() {
        Item item = item("reader", "Accepted", null, null, null);
        assertThat(new OutcomesRequest(Collections.nCopies(257, item)).reported())
                .hasSize(256);
    }

    private static List<Reported> reported(@Nullable Item... items) {
        return new OutcomesRequest(Arrays.asList(items)).reported();
    }

    private static Item item(
            @Nullable String role,
            @Nullable String reason,
            @Nullable String message,
            @Nullable String requestId,
            @Nullable String expiration) {
        return new Item(role, reason, message, null, requestId, null, null, expiration);
    }
}
