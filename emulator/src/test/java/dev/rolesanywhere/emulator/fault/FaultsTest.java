package dev.rolesanywhere.emulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.emulator.fixture.Scenario;
import dev.rolesanywhere.emulator.fixture.SessionCall;
import dev.rolesanywhere.emulator.fixture.TestResponse;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {
    private Scenario scenario;

    @BeforeEach
    void start() {
        scenario = Scenario.fixed();
    }

    @AfterEach
    void stop() {
        scenario.close();
    }

    @Test
    void fails_as_configured_and_as_often_as_configured() {
        scenario.fault("{\"kind\": \"fail\", \"status\": 503, \"code\": \"ServiceUnavailable\", \"message\": \"later\","
                + " \"times\": 2}");

        assertThat(scenario.call().send().summary()).isEqualTo("503 ServiceUnavailable later");
        assertThat(scenario.call().send().status()).isEqualTo(503);
        assertThat(scenario.call().send().status()).isEqualTo(201);
    }

    @Test
    void throttles_above_the_rate() {
        scenario.fault("{\"kind\": \"throttle\", \"perSecond\": 2}");

        assertThat(scenario.call().send().status()).isEqualTo(201);
        assertThat(scenario.call().send().status()).isEqualTo(201);
        assertThat(scenario.call().send().summary()).isEqualTo("400 ThrottlingException Rate exceeded");
        scenario.admin("PUT", "/_emulator/clock", "{\"offsetSeconds\": 1}");
        assertThat(scenario.call().send().status()).isEqualTo(201);
    }

    @Test
    void is_slow_as_configured() {
        scenario.fault("{\"kind\": \"slow\", \"milliseconds\": 300}");
        long start = System.nanoTime();

        assertThat(scenario.call().send().status()).isEqualTo(201);
        assertThat(System.nanoTime() - start).isGreaterThan(300_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"away, 0", "reset, 1"})
    void the_connection_ends_before_or_within_the_answer(String kind, int sessions) {
        scenario.fault("{\"kind\": \"" + kind + "\"}");

        assertThatThrownBy(() -> scenario.call().send()).hasCauseInstanceOf(IOException.class);
        // The client may have retried by itself, because a connection that ends immediately looks like a closed idle
        // one.
        assertThat(scenario.emulator.sessions().all()).hasSizeGreaterThanOrEqualTo(sessions);
    }

    @Test
    void an_empty_credential_set_is_returned() {
        scenario.fault("{\"kind\": \"emptyCredentialSet\"}");
        TestResponse response = scenario.call().send();

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.json().path("credentialSet").isArray()).isTrue();
        assertThat(response.json().path("credentialSet")).isEmpty();
    }

    @Test
    void an_answer_without_json_is_returned() {
        scenario.fault("{\"kind\": \"garbage\"}");
        TestResponse response = scenario.call().send();

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers()).containsEntry("content-type", "application/json");
        assertThat(response.json().isMissingNode()).isTrue();
    }

    @Test
    void a_fault_affects_only_its_operation() {
        scenario.fault("{\"kind\": \"fail\", \"operation\": \"ListProfiles\"}");

        assertThat(scenario.call().send().status()).isEqualTo(201);
        assertThat(scenario.request("GET", "/profiles", "").status()).isEqualTo(500);
        assertThat(scenario.request("GET", "/trustanchors", "").status()).isEqualTo(200);
    }

    @Test
    void a_fault_affects_only_its_role() {
        scenario.fault("{\"kind\": \"fail\", \"role\": \"orders-writer\"}");
        assertThat(scenario.call().send().status()).isEqualTo(201);

        scenario.fault("{\"kind\": \"fail\", \"role\": \"orders-reader\"}");
        assertThat(scenario.call().send().status()).isEqualTo(500);
        assertThat(scenario.request("GET", "/profiles", "").status()).isEqualTo(200);
    }

    @Test
    void of_all_operations_the_emulator_s_own_are_spared() {
        scenario.fault("{\"kind\": \"fail\", \"operation\": \"*\"}");

        assertThat(scenario.call().send().status()).isEqualTo(500);
        assertThat(scenario.request("GET", "/trustanchors", "").status()).isEqualTo(500);
        assertThat(scenario.request("GET", "/_emulator/health", "").status()).isEqualTo(200);
    }

    @Test
    void a_fault_stays_until_it_is_cleared() {
        scenario.fault("{\"faults\": [{\"kind\": \"fail\"}, {\"kind\": \"slow\", \"milliseconds\": 1}]}");
        assertThat(scenario.request("GET", "/_emulator/faults", "").json().path("faults"))
                .hasSize(2);

        scenario.admin("DELETE", "/_emulator/faults", "");

        assertThat(scenario.call().send().status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                     | 1 validation error detected: Value at '/kind' failed to"
                        + " satisfy constraint: Member must not be null",
                "{\"kind\": \"explode\"}                | Unknown fault 'explode'; write slow, fail, throttle, away,"
                        + " reset, emptyCredentialSet, garbage or clock",
                "{\"kind\": \"slow\"}                   | 1 validation error detected: Value at '/milliseconds' failed"
                        + " to satisfy constraint: Member must not be null",
                "{\"kind\": \"slow\", \"milliseconds\": 0} | milliseconds must be above 0",
                "{\"kind\": \"fail\", \"status\": 99}   | status must be an HTTP status from 200 to 599",
                "{\"kind\": \"away\", \"times\": 0}     | times must be above 0; omit it for a fault that stays until it is cleared",
            })
    void an_invalid_fault_is_rejected(String json, String message) {
        assertThat(scenario.request("PUT", "/_emulator/faults", json).summary())
                .isEqualTo("400 ValidationException " + message);
    }

    @Test
    void a_wrong_clock_of_the_emulator_is_refused_like_a_clients_wrong_clock() {
        scenario.admin("PUT", "/_emulator/clock", "{\"offsetSeconds\": 600}");
        TestResponse response = scenario.call().send();

        assertThat(response.summary()).startsWith("403 AccessDeniedException Signature expired");
        assertThat(response.headers()).containsEntry("date", "Mon, 01 Jun 2026 12:10:00 GMT");
    }

    @Test
    void a_client_with_a_slow_clock_gets_the_same_refusal_even_if_its_certificate_has_expired() {
        scenario.fault("{\"kind\": \"clock\", \"offsetSeconds\": 864000}");
        TestResponse refused = scenario.call().send();
        assertThat(refused.summary()).startsWith("403 AccessDeniedException Signature expired");
        assertThat(refused.headers()).containsEntry("date", "Thu, 11 Jun 2026 12:00:00 GMT");

        SessionCall corrected = scenario.call();
        corrected.signedAt = Scenario.NOW.plus(Duration.ofDays(10));
        TestResponse given = corrected.send();
        assertThat(given.status()).isEqualTo(201);
        assertThat(given.json().findValue("expiration").asText()).isEqualTo("2026-06-11T13:00:00Z");
    }

    @Test
    void an_expired_certificate_is_refused_by_the_true_time() {
        scenario.fault("{\"kind\": \"clock\", \"certificateOffsetSeconds\": 864000}");
        TestResponse refused = scenario.call().send();
        assertThat(refused.summary()).isEqualTo("403 AccessDeniedException Untrusted signing certificate");
        assertThat(refused.headers()).containsEntry("date", "Mon, 01 Jun 2026 12:00:00 GMT");
    }
}
