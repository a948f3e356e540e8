package dev.rolesanywhere.emulator.session;

import static dev.rolesanywhere.emulator.fixture.Scenario.NOW;
import static dev.rolesanywhere.emulator.fixture.Scenario.PROFILE_ID;
import static dev.rolesanywhere.emulator.fixture.Scenario.ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.fixture.Scenario;
import dev.rolesanywhere.emulator.fixture.SessionCall;
import dev.rolesanywhere.emulator.fixture.TestAuthority;
import dev.rolesanywhere.emulator.fixture.TestLeaf;
import dev.rolesanywhere.emulator.fixture.TestResponse;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateSessionTest {
    private static final String SERIAL_HEX = "632d252dcd9a7f8effbb9da2d3a442a8";

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
    void the_answer_has_awss_form() {
        TestResponse response = scenario.call().send();

        assertThat(response.status()).isEqualTo(201);
        JsonNode set = response.credentialSet();
        assertThat(response.json().path("credentialSet")).hasSize(1);
        assertThat(set.path("roleArn").asText()).isEqualTo(ROLE);
        assertThat(set.path("sourceIdentity").asText()).isEqualTo("CN=orders@shop");
        assertThat(set.path("packedPolicySize").isInt()).isTrue();
        assertThat(set.at("/assumedRoleUser/arn").asText())
                .isEqualTo("arn:aws:sts::111122223333:assumed-role/orders-reader/" + SERIAL_HEX);
        assertThat(set.at("/assumedRoleUser/assumedRoleId").asText()).matches("AROA[A-Z2-7]{16}:" + SERIAL_HEX);
        assertThat(set.at("/credentials/accessKeyId").asText()).matches("ASIA[A-Z2-7]{16}");
        assertThat(set.at("/credentials/secretAccessKey").asText()).hasSize(40);
        assertThat(set.at("/credentials/sessionToken").asText()).hasSizeGreaterThan(300);
        assertThat(set.at("/credentials/expiration").asText()).isEqualTo("2026-06-01T13:00:00Z");
        assertThat(response.json().path("subjectArn").asText())
                .startsWith("arn:aws:rolesanywhere:us-east-1:111122223333:subject/");
        assertThat(response.headers()).containsKey("x-amzn-requestid");
        assertThat(response.headers()).containsEntry("date", "Mon, 01 Jun 2026 12:00:00 GMT");
    }

    @ParameterizedTest
    @CsvSource({"EC, secp256r1", "EC, secp384r1", "EC, secp521r1", "RSA, 2048", "RSA, 3072"})
    void keys_of_each_supported_kind_sign(String algorithm, String parameter) {
        TestLeaf leaf = scenario.authority.leaf(NOW, l -> l.keys = TestAuthority.keyPair(algorithm, parameter));

        assertThat(scenario.call(leaf).send().status()).isEqualTo(201);
    }

    @Test
    void the_arns_may_stand_in_the_query() {
        SessionCall call = scenario.call();
        call.arnsInQuery = true;

        assertThat(call.send().status()).isEqualTo(201);
    }

    @Test
    void alias_arns_are_resolved_and_conditions_use_the_canonical_arn() {
        scenario.profile("{\"roleArns\": [\"" + ROLE + "\"], \"alias\": \"apps\"}");

        TestResponse response = scenario.call()
                .with("trustAnchorArn", "arn:aws:rolesanywhere:us-east-1:111122223333:alias/trust-anchor/prod")
                .with("profileArn", "arn:aws:rolesanywhere:us-east-1:111122223333:alias/profile/apps")
                .send();

        assertThat(response.status()).as(response.summary()).isEqualTo(201);
    }

    @Test
    void intermediates_come_with_the_request() {
        TestAuthority issuing = scenario.authority.intermediate("Policy", NOW).intermediate("Issuing", NOW);

        assertThat(scenario.call(issuing.leaf(NOW)).send().status()).isEqualTo(201);
    }

    @Test
    void an_intermediate_may_be_the_anchor() {
        TestAuthority issuing = scenario.authority.intermediate("Issuing", NOW);
        scenario.anchor(issuing.pem());

        assertThat(scenario.call(issuing.leaf(NOW)).send().status()).isEqualTo(201);
    }

    @Test
    void a_bundle_with_the_next_ca_trusts_both() {
        TestAuthority next = TestAuthority.root("Next CA", NOW);
        scenario.anchor(scenario.authority.pem() + next.pem());

        assertThat(scenario.call().send().status()).isEqualTo(201);
        assertThat(scenario.call(next.leaf(NOW)).send().status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"3600, , 3600", "3600, 900, 900", "1800, 3600, 1800", "900, , 900"})
    void the_session_lasts_the_shorter_of_profile_and_request(int profile, Integer request, int granted) {
        scenario.profile("{\"roleArns\": [\"" + ROLE + "\"], \"durationSeconds\": " + profile + "}");
        SessionCall call = scenario.call();
        if (request != null) {
            call.with("durationSeconds", request);
        }

        assertThat(Instant.parse(call.send()
                        .credentialSet()
                        .at("/credentials/expiration")
                        .asText()))
                .isEqualTo(NOW.plusSeconds(granted));
    }

    @Test
    void a_duration_may_be_written_as_a_float() {
        TestResponse response = scenario.call().with("durationSeconds", 900.0).send();

        assertThat(response.credentialSet().at("/credentials/expiration").asText())
                .isEqualTo("2026-06-01T12:15:00Z");
    }

    @Test
    void a_longer_session_needs_role_and_profile() {
        scenario.profile("{\"roleArns\": [\"" + ROLE + "\"], \"durationSeconds\": 43200}");
        scenario.role("{\"maxSessionDuration\": 43200, \"trustPolicy\": " + Scenario.TRUST_POLICY + "}");

        assertThat(scenario.call()
                        .send()
                        .credentialSet()
                        .at("/credentials/expiration")
                        .asText())
                .isEqualTo("2026-06-02T00:00:00Z");
    }

    @Test
    void a_role_can_be_configured_for_shorter_sessions_than_aws_allows() {
        scenario.role("{\"sessionSeconds\": 120, \"trustPolicy\": " + Scenario.TRUST_POLICY + "}");

        assertThat(scenario.call()
                        .with("durationSeconds", 3600)
                        .send()
                        .credentialSet()
                        .at("/credentials/expiration")
                        .asText())
                .isEqualTo("2026-06-01T12:02:00Z");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "43201"})
    void a_session_duration_out_of_range_is_rejected(int seconds) {
        TestResponse response = scenario.request(
                "PUT",
                "/_emulator/roles/orders-reader",
                "{\"sessionSeconds\": " + seconds + ", \"trustPolicy\": " + Scenario.TRUST_POLICY + "}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("sessionSeconds must be between 1 and 43200 seconds");
    }

    @Test
    void a_session_name_is_accepted_if_the_profile_permits_it() {
        scenario.profile("{\"roleArns\": [\"" + ROLE + "\"], \"acceptRoleSessionName\": true}");

        assertThat(scenario.call()
                        .with("roleSessionName", "orders-1")
                        .send()
                        .credentialSet()
                        .at("/assumedRoleUser/arn")
                        .asText())
                .endsWith("/orders-1");
    }

    @Test
    void only_an_enabled_crl_revokes() {
        TestLeaf leaf = scenario.authority.leaf(NOW);
        CreateSessionRefusalsTest.revoke(
                scenario, scenario.authority, leaf.certificate().getSerialNumber(), false);

        assertThat(scenario.call(leaf).send().status()).isEqualTo(201);
    }

    @Test
    void a_crl_revokes_only_the_listed_certificates() {
        CreateSessionRefusalsTest.revoke(scenario, scenario.authority, BigInteger.TEN, true);

        assertThat(scenario.call().send().status()).isEqualTo(201);
    }

    @Test
    void a_clock_within_five_minutes_is_right_enough() {
        SessionCall call = scenario.call();
        call.signedAt = NOW.minusSeconds(299);

        assertThat(call.send().status()).isEqualTo(201);
    }

    @Test
    void each_session_has_its_own_keys() {
        scenario.call().send();
        scenario.call().send();

        assertThat(scenario.emulator.sessions().all())
                .extracting(session -> session.keys().accessKeyId())
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void the_list_names_sessions_without_secrets() {
        JsonNode given = scenario.call().send().credentialSet().path("credentials");

        TestResponse listing = scenario.request("GET", "/_emulator/sessions", "");
        JsonNode session = listing.json().at("/sessions/0");
        assertThat(session.path("accessKeyId").asText())
                .isEqualTo(given.path("accessKeyId").asText());
        assertThat(session.path("roleArn").asText()).isEqualTo(ROLE);
        assertThat(session.path("profileArn").asText()).endsWith(PROFILE_ID);
        assertThat(session.path("leafSerial").asText()).isEqualTo(new BigInteger(SERIAL_HEX, 16).toString());
        assertThat(session.path("sessionTags").path("x509SAN/URI").asText())
                .isEqualTo("spiffe://example.org/ns/shop/sa/orders");
        assertThat(listing.text() + scenario.log + scenario.emulator.sessions().all())
                .doesNotContain(
                        given.path("secretAccessKey").asText(),
                        given.path("sessionToken").asText());
    }
}
