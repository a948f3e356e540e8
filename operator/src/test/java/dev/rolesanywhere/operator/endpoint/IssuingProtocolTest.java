package dev.rolesanywhere.operator.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.operator.outcome.LastReport;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The protocol over the real policy, CA, CSR reader and serving TLS; TokenReview, live pods, watches and the API server's storage are
 * played.
 */
class IssuingProtocolTest {
    private IssuingStage stage;

    @BeforeEach
    void set() {
        stage = new IssuingStage();
    }

    @Test
    void a_bound_pod_gets_a_leaf_with_the_identity_of_its_token() throws Exception {
        JsonNode role = stage.certificates("orders-token", 200).path("roles").path(0);
        X509Certificate leaf = IssuingStage.certificate(role);

        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=orders@shop,OU=reader,O=prod-1.example.org");
        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "spiffe://prod-1.example.org/ns/shop/sa/orders"));
        assertThat(leaf.getNotAfter().toInstant())
                .isEqualTo(stage.clock.instant().plus(Duration.ofHours(1)));
        leaf.verify(stage.authority.getPublicKey());
        assertThat(role.path("name").asText()).isEqualTo("reader");
        assertThat(role.path("profile").asText()).isEqualTo("reader");
        assertThat(role.path("default").asBoolean()).isTrue();
        assertThat(role.path("region").asText()).isEqualTo("eu-west-1");
        assertThat(role.path("trustAnchorARN").asText()).contains(":trust-anchor/");
        assertThat(role.path("profileARN").asText()).contains(":profile/");
        assertThat(role.path("sessionDurationSeconds").asLong()).isEqualTo(21600);
        assertThat(role.path("waitSeconds").asLong()).isZero();
        assertThat(role.at("/instanceProperties/namespace").asText()).isEqualTo("shop");
        assertThat(role.path("chain").isEmpty()).isTrue();
        assertThat(role.path("aws").toString()).isEqualTo("{\"proxy\":\"http://proxy.example.org:3128\"}");
        assertThat(stage.outcomes.of("reader").asked()).isEqualTo(1);
    }

    @Test
    void a_target_role_reaches_the_pod_with_the_pods_own_name_for_its_session() throws Exception {
        stage.targetRole("""
                {roleARN: "arn:aws:iam::444455556666:role/reports-writer", externalID: prod-1/orders, sessionDuration: 30m,
                 sessionPolicy: '{"Statement": []}', tags: [{key: team, value: orders}], transitiveTags: true}""");
        stage.wayToAws(new AWSAccess(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "https://vpce-1.sts.eu-west-1.vpce.amazonaws.com"));

        JsonNode answer = stage.certificates("orders-token", 200, ",\"supports\":[\"Later\",\"TargetRole\"]");
        JsonNode role = answer.at("/roles/0");

        assertThat(role.path("targetRole").toString()).as(answer.toString()).isNotEmpty();
        assertThat(role.path("targetRole").toString())
                .isEqualTo(
                        "{\"roleARN\":\"arn:aws:iam::444455556666:role/reports-writer\",\"roleSessionName\":\"orders-1\","
                                + "\"durationSeconds\":1800,\"externalId\":\"prod-1/orders\",\"sessionPolicy\":\"{\\\"Statement\\\": []}\","
                                + "\"tags\":{\"team\":\"orders\"},\"transitiveTags\":true}");
        assertThat(role.at("/aws/stsEndpoint").asText()).isEqualTo("https://vpce-1.sts.eu-west-1.vpce.amazonaws.com");
        assertThat(role.path("roleSessionName").isMissingNode()).isTrue();
    }

    /** Such a sidecar would serve the first role's session, which may do more. */
    @Test
    void a_sidecar_that_does_not_assume_target_roles_gets_no_role_with_one() throws Exception {
        stage.targetRole("{roleARN: \"arn:aws:iam::444455556666:role/reports-writer\"}");

        JsonNode answer = stage.certificates("orders-token", 200);

        assertThat(answer.path("roles")).isEmpty();
        assertThat(answer.at("/refused/0/reason").asText()).isEqualTo("SidecarTooOld");
        assertThat(answer.at("/refused/0/message").asText())
                .contains("'reader' has spec.targetRole")
                .contains("Recreate the pod");
    }

    @Test
    void a_role_with_forbidden_egress_settings_gets_no_certificate_and_the_pod_gets_the_reason() throws Exception {
        stage.wayToAws(new AWSAccess(null, null, null, "http://user:s3cret@proxy.example.org", null));

        JsonNode answer = stage.certificates("orders-token", 200);

        assertThat(answer.path("roles")).isEmpty();
        assertThat(answer.at("/refused/0/reason").asText()).isEqualTo("EgressNotAllowed");
        assertThat(answer.at("/refused/0/message").asText()).contains("proxySecretRef");
        assertThat(answer.toString()).doesNotContain("s3cret");
    }

    @Test
    void the_password_of_a_proxy_reaches_the_pod_in_the_answer_alone() throws Exception {
        stage.wayToAws(new AWSAccess(null, null, null, null, null, new AWSAccess.ProxySecretReference("aws-proxy")));
        stage.proxySecret("http://user:s3cret@proxy.example.org:3128");

        JsonNode role = stage.certificates("orders-token", 200).path("roles").path(0);

        assertThat(role.path("aws").toString()).isEqualTo("{\"proxy\":\"http://user:s3cret@proxy.example.org:3128\"}");
    }

    @Test
    void a_pod_that_starts_among_many_waits_for_its_slot() throws Exception {
        // Half of ten per second, which a new operator assigns.
        stage.othersTakeSlots(50);
        JsonNode role = stage.certificates("orders-token", 200).path("roles").path(0);
        assertThat(role.path("waitSeconds").asLong()).isEqualTo(10);
    }

    @Test
    void a_role_with_a_valid_session_gets_its_leaf_without_a_slot() throws Exception {
        stage.othersTakeSlots(4000);
        JsonNode role = stage.certificates("orders-token", 200, ", \"held\": [null, \"reader\"]")
                .path("roles")
                .path(0);
        assertThat(role.path("name").asText()).isEqualTo("reader");
        assertThat(role.path("waitSeconds").asLong()).isZero();
    }

    @Test
    void a_pod_with_a_late_slot_gets_retry_after_and_no_event() throws Exception {
        stage.othersTakeSlots(4000);
        JsonNode answer = stage.certificates("orders-token", 200);
        assertThat(answer.path("roles")).isEmpty();
        JsonNode queued = answer.path("refused").path(0);
        assertThat(queued.path("reason").asText()).isEqualTo("QueuedForAWS");
        assertThat(queued.path("default").asBoolean()).isTrue();
        long retryAfter = queued.path("retryAfterSeconds").asLong();
        assertThat(retryAfter).isPositive();
        assertThat(stage.events.reasons()).isEmpty();
        assertThat(stage.outcomes.of("reader").reports())
                .extracting(LastReport::queuedUntil)
                .containsExactly(stage.clock.instant().plusSeconds(retryAfter));
        assertThat(stage.metric("queued", "QueuedForAWS")).isEqualTo(1);

        stage.clock.pass(Duration.ofSeconds(retryAfter));
        JsonNode role = stage.certificates("orders-token", 200).path("roles").path(0);
        assertThat(role.path("waitSeconds").asLong()).isEqualTo(150);
    }

    @Test
    void every_answer_contains_the_endpoints_newest_bundle() throws Exception {
        assertThat(stage.certificates("orders-token", 200).path("issuerBundle").asText())
                .startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void a_second_role_is_a_second_leaf_for_the_same_key_and_the_marked_one_is_the_default() throws Exception {
        stage.role("writer", "{names: [shop]}").binding("b2", "writer", "orders", true, "2026-01-02T00:00:00Z");

        JsonNode roles = stage.certificates("orders-token", 200).path("roles");

        assertThat(roles).hasSize(2);
        assertThat(IssuingStage.certificate(roles.path(0)).getPublicKey())
                .isEqualTo(IssuingStage.certificate(roles.path(1)).getPublicKey());
        assertThat(roles.path(0).path("default").asBoolean()).isFalse();
        assertThat(roles.path(1).path("default").asBoolean()).isTrue();
        assertThat(IssuingStage.certificate(roles.path(1))
                        .getSubjectX500Principal()
                        .getName())
                .contains("OU=writer");
    }

    @Test
    void a_refused_role_does_not_affect_others_and_stays_the_default() throws Exception {
        stage.role("writer", "{names: [elsewhere]}").binding("b2", "writer", "orders", true, "2026-01-02T00:00:00Z");

        JsonNode answer = stage.certificates("orders-token", 200);

        assertThat(answer.path("roles")).hasSize(1);
        assertThat(answer.path("roles").path(0).path("default").asBoolean()).isFalse();
        assertThat(answer.path("refused").path(0).path("reason").asText()).isEqualTo("NamespaceNotAllowed");
        assertThat(answer.path("refused").path(0).path("default").asBoolean()).isTrue();
        assertThat(stage.events.reasons()).contains("orders-1 NamespaceNotAllowed");
    }

    @Test
    void a_pod_that_requests_an_unbound_role_gets_the_names_of_its_roles() throws Exception {
        stage.pod("orders-1", "uid-1", "orders", "Running", null, "admin");

        JsonNode answer = stage.certificates("orders-token", 200);

        assertThat(answer.path("refused").path(0).path("reason").asText()).isEqualTo("RoleNotBound");
        assertThat(answer.path("refused").path(0).path("message").asText()).contains("it has reader");
        assertThat(answer.path("refused").path(0).path("default").asBoolean()).isTrue();
        assertThat(answer.path("roles").path(0).path("default").asBoolean()).isFalse();
    }

    @Test
    void two_roles_under_one_profile_do_not_overwrite_each_other() throws Exception {
        stage.role("writer", "{names: [shop]}")
                .binding("b2", "writer", "orders", false, "2026-01-02T00:00:00Z", "reader");

        JsonNode answer = stage.certificates("orders-token", 200);

        assertThat(answer.path("roles")).hasSize(1);
        assertThat(answer.path("refused").path(0).path("reason").asText()).isEqualTo("Duplicate");
        assertThat(answer.path("refused").path(0).path("default").asBoolean()).isFalse();
    }

    @Test
    void a_deleted_binding_ends_issuing() throws Exception {
        stage.unbind();

        assertThat(stage.certificates("orders-token", 200).path("roles")).isEmpty();
        assertThat(stage.metric("refused", "RoleNotBound")).isEqualTo(1);
        assertThat(stage.events.reasons()).containsExactly("orders-1 RoleNotBound");
    }

    @Test
    void a_dry_run_authorizes_nothing_and_the_pods_event_names_it() throws Exception {
        stage.dryRun(true);

        JsonNode answer = stage.certificates("orders-token", 200);

        assertThat(answer.path("roles")).isEmpty();
        assertThat(answer.path("refused")).isEmpty();
        assertThat(stage.metric("refused", "RoleNotBound")).isEqualTo(1);
        assertThat(stage.events.reasons()).containsExactly("orders-1 RoleNotBound");
        assertThat(stage.events.messages())
                .singleElement()
                .asString()
                .contains("is a dry run: it authorizes nothing until spec.dryRun is removed");
    }

    @Test
    void a_binding_is_served_only_while_it_is_not_a_dry_run() throws Exception {
        stage.dryRun(true);
        assertThat(stage.certificates("orders-token", 200).path("roles")).isEmpty();
        stage.dryRun(false);
        assertThat(stage.certificates("orders-token", 200).path("roles")).hasSize(1);
        stage.dryRun(true);
        assertThat(stage.certificates("orders-token", 200).path("roles")).isEmpty();
    }

    @Test
    void a_dry_run_does_not_affect_a_binding_in_force() throws Exception {
        stage.role("writer", "{names: [shop]}").binding("b2", "writer", "orders", true, "2026-01-02T00:00:00Z");
        stage.dryRun(true);

        JsonNode answer = stage.certificates("orders-token", 200);

        assertThat(answer.path("roles")).hasSize(1);
        assertThat(answer.at("/roles/0/name").asText()).isEqualTo("reader");
        assertThat(answer.at("/roles/0/default").asBoolean()).isTrue();
        assertThat(answer.path("refused")).isEmpty();
        assertThat(stage.events.reasons()).isEmpty();
    }

    @Test
    void a_pod_that_requests_the_role_of_a_dry_run_gets_no_role_and_the_dry_run_is_named() throws Exception {
        stage.pod("orders-1", "uid-1", "orders", "Running", null, "reader");
        stage.dryRun(true);

        JsonNode answer = stage.certificates("orders-token", 200);

        assertThat(answer.path("roles")).isEmpty();
        assertThat(answer.at("/refused/0/reason").asText()).isEqualTo("RoleNotBound");
        assertThat(answer.at("/refused/0/message").asText()).contains("is a dry run");
    }

    @Test
    void a_pod_above_the_rate_limit_gets_retry_after_and_is_served_a_minute_later() throws Exception {
        for (int request = 0; request < 40; request++) {
            stage.certificates("orders-token", 200);
        }
        Answer answer = stage.ask("/v1/certificates", "orders-token", stage.request());

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.retryAfterSeconds()).isEqualTo(60);
        assertThat(json(answer).path("reason").asText()).isEqualTo("PodAsksTooOften");
        assertThat(stage.metric("refused", "PodAsksTooOften")).isEqualTo(1);
        assertThat(stage.events.reasons()).containsExactly("orders-1 PodAsksTooOften");

        stage.clock.pass(Duration.ofMinutes(1));
        stage.certificates("orders-token", 200);
    }

    @Test
    void the_keys_that_a_pod_proves_to_have_are_remembered() throws Exception {
        stage.certificates("orders-token", 200);
        stage.certificates("orders-token", 200);

        assertThat(stage.ledger.keys("uid-1", stage.clock.instant())).isEqualTo(2);
    }

    @Test
    void a_trust_anchor_without_its_key_signs_nothing() throws Exception {
        stage.loseKey();

        assertThat(stage.certificates("orders-token", 200)
                        .path("refused")
                        .path(0)
                        .path("reason")
                        .asText())
                .isEqualTo("TrustAnchorNotReady");
    }

    @Test
    void an_unregistered_trust_anchor_signs_no_leaf() throws Exception {
        stage.unregister();

        assertThat(stage.certificates("orders-token", 200)
                        .path("refused")
                        .path(0)
                        .path("reason")
                        .asText())
                .isEqualTo("NoRegistrationForRegion");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        nobody,        401, TokenNotAuthenticated
        other-audience,401, TokenWrongAudience
        unbound,       401, TokenNotBoundToPod
        gone,          403, PodNotFound
        replaced,      403, PodReplaced
        other-account, 403, PodServiceAccountDiffers
        finished,      403, PodFinished
        """)
    void a_caller_without_a_live_pod_is_rejected(String token, int status, String reason) throws Exception {
        assertThat(stage.certificates(token, status).path("reason").asText()).isEqualTo(reason);
        assertThat(stage.metric("refused", reason)).isEqualTo(1);
    }

    @Test
    void a_request_without_a_token_causes_no_call_of_the_api_server() throws Exception {
        Answer answer = stage.ask("/v1/certificates", null, stage.request());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(stage.reviews).isZero();
    }

    @Test
    void a_terminating_pod_is_served_until_its_deletion_time() throws Exception {
        Instant end = stage.clock.instant().plusSeconds(30);
        stage.pod("orders-1", "uid-1", "orders", "Running", end, null);
        assertThat(stage.certificates("orders-token", 200).path("roles")).hasSize(1);

        stage.clock.pass(Duration.ofSeconds(30));
        assertThat(stage.certificates("orders-token", 403).path("reason").asText())
                .isEqualTo("PodDeleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"csr\": \"AAAA\"}", "{\"csr\": \"not base64\"}", "{}", "{\"csr\": null, \"more\": 1}"})
    void a_request_without_a_readable_csr_is_refused(String body) throws Exception {
        Answer answer = stage.ask("/v1/certificates", "orders-token", body.getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).path("reason").asText()).isEqualTo("CsrMalformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "null", "[1]", "\"text\""})
    void a_body_without_a_json_object_is_rejected(String body) throws Exception {
        Answer answer = stage.ask("/v1/certificates", "orders-token", body.getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).path("reason").asText()).isEqualTo("RequestMalformed");
    }

    @Test
    void an_error_of_the_api_server_rejects_the_request_without_its_message() throws Exception {
        stage.failWith(new KubernetesClientException("secret detail of 10.0.0.1"));

        Answer answer = stage.ask("/v1/certificates", "orders-token", stage.request());

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfterSeconds()).isPositive();
        assertThat(json(answer).toString()).doesNotContain("secret detail");
    }

    @Test
    void an_unknown_path_gets_the_version_of_the_protocol() throws Exception {
        Answer answer = stage.ask("/v2/certificates", "orders-token", stage.request());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(json(answer).path("message").asText()).contains("version 1");
    }

    @Test
    void outcomes_reach_status_event_and_metric() {
        assertThat(stage.report("orders-token", """
            {"outcomes": [{"role": "reader", "reason": "RoleNotInProfile", "message": "add it", "requestId": "r-1"}]}\
            """)).isEqualTo(204);

        assertThat(stage.outcomes.of("reader").latest())
                .extracting(outcome -> outcome.reason().name())
                .containsExactly("RoleNotInProfile");
        assertThat(stage.events.messages())
                .containsExactly(
                        "The pod has no session for AWSRole 'reader'. The profile does not list the IAM role"
                                + " 'arn:aws:iam::111122223333:role/reader'. Add the IAM role to that profile. In detail, the pod reports: add it (AWS request r-1)");
        assertThat(stage.events.reasons()).containsExactly("orders-1 RoleNotInProfile");
    }

    @Test
    void a_report_without_client_requests_is_kept_until_a_client_sends_one() {
        String report = "{\"outcomes\": [{\"role\": \"reader\", \"reason\": \"Accepted\"}], \"clients\": \"%s\"}";
        stage.report("orders-token", report.formatted("NeverAsked"));
        assertThat(neverAskedSince()).containsExactly(stage.clock.instant());

        stage.report("orders-token", "{\"outcomes\": [{\"role\": \"reader\", \"reason\": \"Accepted\"}]}");
        stage.report("orders-token", "{\"clients\": \"SomethingNew\"}");
        assertThat(neverAskedSince()).hasSize(1);

        stage.report("orders-token", "{\"clients\": \"Asked\"}");
        assertThat(neverAskedSince()).isEmpty();
        assertThat(stage.outcomes.of("reader").served()).isEqualTo(1);
    }

    @Test
    void a_pods_report_about_its_clients_is_kept_only_with_a_role_of_the_pod() {
        stage.report("orders-token", "{\"clients\": \"NeverAsked\"}");
        assertThat(stage.outcomes.reportsOf("shop")).isEmpty();
    }

    private List<Instant> neverAskedSince() {
        return stage.outcomes.reportsOf("shop").stream()
                .flatMap(report -> Stream.ofNullable(report.neverAskedSince()))
                .toList();
    }

    /** An Event's message has at most 1,000 bytes, and is cut at its end. */
    @Test
    void the_longest_name_that_a_pod_cannot_resolve_and_its_dns_policy_fit_its_event() {
        String words = "the pod cannot resolve " + "a".repeat(253)
                + ": its dnsPolicy is ClusterFirst with hostNetwork, which is Default.";
        stage.report("orders-token", """
                {"outcomes": [{"role": "reader", "reason": "EndpointUnreachable", "message": "%s Choose another."}]}""".formatted(words));

        String message = stage.events.messages().getFirst();
        assertThat(message).contains(words);
        int longerRole = 253 - "reader".length();
        assertThat(message.indexOf(words) + words.length() + longerRole).isLessThan(1000);
    }

    @Test
    void a_report_about_another_pods_role_is_ignored() {
        assertThat(stage.report("orders-token", """
            {"outcomes": [{"role": "writer", "reason": "UntrustedCertificate", "message": "x"}]}\
            """)).isEqualTo(204);

        assertThat(stage.outcomes.of("writer").everReported()).isFalse();
    }

    @Test
    void a_pod_of_a_dry_run_reports_about_nothing() {
        stage.dryRun(true);
        assertThat(stage.report("orders-token", """
            {"outcomes": [{"role": "reader", "reason": "UntrustedCertificate", "message": "x"}]}\
            """)).isEqualTo(204);

        assertThat(stage.outcomes.of("reader").everReported()).isFalse();
    }

    @Test
    void a_reported_text_is_one_line_and_an_unknown_reason_is_unknown() {
        stage.report("orders-token", """
            {"outcomes": [null, {"role": "reader", "reason": "Served", "message": "a\\nb\\u009b\\u0007\\u202ec", "expiration": "soon"}]}\
            """);

        assertThat(stage.outcomes.of("reader").latest().getFirst().reason().name())
                .isEqualTo("RefusedUnknown");
        assertThat(stage.events.messages().getFirst()).endsWith("the pod reports: a b c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "-1", "43201"})
    void a_reported_session_longer_than_awss_limit_is_ignored(String seconds) {
        stage.report("orders-token", """
            {"outcomes": [{"role": "reader", "reason": "Accepted", "grantedSeconds": %s}]}\
            """.formatted(seconds));

        assertThat(stage.outcomes.of("reader").latest().getFirst().grantedSeconds())
                .isNull();
    }

    @Test
    void a_pods_requested_role_is_only_in_its_event_in_readable_characters() throws Exception {
        String hostile = "admin\u009b2J\u202e";
        stage.pod("orders-1", "uid-1", "orders", "Running", null, hostile);

        stage.certificates("orders-token", 200);

        assertThat(stage.outcomes.of(hostile).everReported()).isFalse();
        assertThat(stage.events.messages().getFirst())
                .contains("AWSRole 'admin 2J'")
                .doesNotContain("\u009b");
    }

    @Test
    void outcomes_of_a_caller_without_a_live_pod_are_rejected() {
        assertThat(stage.report("gone", "{\"outcomes\": [{\"role\": \"reader\", \"reason\": \"Accepted\"}]}"))
                .isEqualTo(403);
        assertThat(stage.outcomes.of("reader").everReported()).isFalse();
    }

    @Test
    void a_standby_issues_no_leaf_accepts_no_outcome_and_makes_no_call() throws Exception {
        stage.leadership.lost(stage.clock.instant());
        stage.clock.pass(Duration.ofSeconds(30));

        for (int request = 0; request < 6; request++) {
            Answer answer = stage.ask("/v1/certificates", "orders-token", stage.request());
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.retryAfterSeconds()).isPositive();
            assertThat(json(answer).path("reason").asText()).isEqualTo("Standby");
        }
        assertThat(stage.report("orders-token", "{\"outcomes\": [{\"role\": \"reader\", \"reason\": \"Accepted\"}]}"))
                .isEqualTo(503);
        assertThat(stage.outcomes.of("reader").everReported()).isFalse();
        assertThat(stage.reviews).isZero();
    }

    @Test
    void a_replica_that_led_a_moment_ago_still_answers_but_no_second_key_of_a_pod() throws Exception {
        byte[] request = stage.request();
        assertThat(stage.ask("/v1/certificates", "orders-token", request).status())
                .isEqualTo(200);
        stage.leadership.lost(stage.clock.instant());
        stage.clock.pass(Duration.ofSeconds(29));

        assertThat(stage.ask("/v1/certificates", "orders-token", request).status())
                .isEqualTo(200);
        Answer other = stage.ask("/v1/certificates", "orders-token", stage.request());
        assertThat(other.status()).isEqualTo(503);
        assertThat(json(other).path("reason").asText()).isEqualTo("Standby");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a.b.c", "e30.e30.e30", "..", "e30.bm90IGpzb24.x"})
    void a_token_of_the_wrong_form_causes_no_call_of_the_api_server(String bearer) throws Exception {
        Answer answer = stage.askFrom("10.0.0.9", "/v1/certificates", bearer, stage.request());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(stage.reviews).isZero();
    }

    @Test
    void a_token_with_invalid_claims_or_length_causes_no_call_of_the_api_server() throws Exception {
        Instant now = stage.clock.instant();
        List<String> bearers = List.of(
                IssuingStage.jwt("t", "https://kubernetes.default.svc", now.plusSeconds(600), "uid-1"),
                IssuingStage.jwt("t", "rolesanywhere.dev", now.minusSeconds(3600), "uid-1"),
                IssuingStage.jwt("t", "rolesanywhere.dev", now.plusSeconds(600), null),
                IssuingStage.jwt("t".repeat(9000), "rolesanywhere.dev", now.plusSeconds(600), "uid-1"));
        List<String> reasons =
                List.of("TokenWrongAudience", "TokenExpired", "TokenNotBoundToPod", "TokenNotAuthenticated");
        for (int i = 0; i < bearers.size(); i++) {
            Answer answer = stage.askFrom("10.0.0.9", "/v1/certificates", bearers.get(i), stage.request());
            assertThat(answer.status()).isEqualTo(401);
            assertThat(json(answer).path("reason").asText()).isEqualTo(reasons.get(i));
        }
        assertThat(stage.reviews).isZero();
    }

    @Test
    void a_repeated_rejected_token_is_not_reviewed_for_some_seconds() throws Exception {
        stage.certificates("nobody", 401);
        stage.certificates("nobody", 401);
        assertThat(stage.reviews).isEqualTo(1);

        stage.clock.pass(Duration.ofSeconds(5));
        stage.certificates("nobody", 401);
        assertThat(stage.reviews).isEqualTo(2);
    }

    @Test
    void a_flood_of_forged_tokens_is_reviewed_a_few_times_and_known_pods_of_its_address_are_served() throws Exception {
        stage.certificates("orders-token", 200);
        int before = stage.reviews;
        for (int forged = 0; forged < 500; forged++) {
            stage.certificatesOrBusy("nobody-" + forged);
        }
        assertThat(stage.reviews - before).isEqualTo(40);

        stage.certificates("orders-token", 200);
        Answer forged = stage.ask("/v1/certificates", "nobody-more", stage.request());
        assertThat(forged.status()).isEqualTo(429);
        assertThat(json(forged).path("reason").asText()).isEqualTo("TooManyRequests");
        assertThat(forged.retryAfterSeconds()).isPositive();
        assertThat(stage.askFrom("10.0.0.2", "/v1/certificates", stage.jwt("orders-token"), stage.request())
                        .status())
                .isEqualTo(200);
        // Ten lines in the audit log, and the rest is counted.
        assertThat(stage.unwritten()).isEqualTo(30);
    }

    @Test
    void too_many_requests_with_new_keys_do_not_affect_requests_with_a_known_key() throws Exception {
        byte[] own = stage.request();
        stage.ask("/v1/certificates", "orders-token", own);
        for (int request = 0; request < 60; request++) {
            stage.ask("/v1/certificates", "orders-token", stage.request());
        }
        assertThat(stage.ask("/v1/certificates", "orders-token", stage.request())
                        .status())
                .isEqualTo(429);
        assertThat(stage.ask("/v1/certificates", "orders-token", own).status()).isEqualTo(200);
    }

    @Test
    void if_leaves_have_a_cost_unexplained_keys_beyond_three_wait_for_a_start() throws Exception {
        stage.costly = true;
        byte[] own = stage.request();
        for (int key = 0; key < 4; key++) {
            assertThat(stage.ask("/v1/certificates", "orders-token", key == 0 ? own : stage.request())
                            .status())
                    .isEqualTo(200);
        }
        for (int key = 0; key < 36; key++) {
            Answer refused = stage.ask("/v1/certificates", "orders-token", stage.request());
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.retryAfterSeconds()).isBetween(1, 15);
        }
        assertThat(stage.ask("/v1/certificates", "orders-token", own).status()).isEqualTo(200);
        assertThat(stage.metric("refused", "TooManyNewKeys")).isEqualTo(36);
        assertThat(stage.metric("issued", "")).isEqualTo(5);

        stage.clock.pass(Duration.ofMinutes(2));
        stage.restarted(1);
        stage.certificates("orders-token", 200);
    }

    @Test
    void if_leaves_are_free_unexplained_keys_cause_an_alarm_and_are_served() throws Exception {
        for (int key = 0; key < 30; key++) {
            stage.certificates("orders-token", 200);
        }
        assertThat(stage.ledger.keys("uid-1", stage.clock.instant())).isEqualTo(30);
    }

    @Test
    void an_invented_role_is_not_stored() throws Exception {
        for (int role = 0; role < 20; role++) {
            stage.pod("orders-1", "uid-1", "orders", "Running", null, "made-up-" + role);
            stage.certificates("orders-token", 200);
            assertThat(stage.outcomes.of("made-up-" + role).everReported()).isFalse();
        }
    }

    private static JsonNode json(Answer answer) throws Exception {
        return new ObjectMapper().readTree(IssuingProtocol.write(answer.body()));
    }
}
