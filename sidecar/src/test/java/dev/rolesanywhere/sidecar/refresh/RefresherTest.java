package dev.rolesanywhere.sidecar.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.sidecar.clock.CorrectedClock;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.fake.FakeAnswers;
import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.fake.TestTls;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuerConnection;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.ProjectedToken;
import dev.rolesanywhere.sidecar.issuing.Requests;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The refresher between an operator and an AWS on real TLS sockets, under a clock of our own. */
class RefresherTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    static Path shared;

    private static TestTls tls;

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(START);
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private FakeServer issuer;
    private FakeServer aws;
    private ServedPod served;
    private Refresher refresher;
    private Predicate<Call> threads = call -> true;
    private String dnsPolicy = "ClusterFirst";
    private boolean readsFiles = true;

    @BeforeAll
    static void makeTls() throws Exception {
        tls = TestTls.make(shared);
    }

    @BeforeEach
    void start() throws Exception {
        aws = new FakeServer(tls, 0, request -> FakeAnswers.session("ASIA1", START.plusSeconds(6 * 3600)));
        issuer = new FakeServer(tls, 0, request -> FakeAnswers.issued(tls.pem(), role("reader", true)));
        Files.writeString(directory.resolve("token"), "pod-token\n");
        refresher = refresher(true);
    }

    @AfterEach
    void stop() throws Exception {
        aws.close();
        issuer.close();
    }

    @Test
    void the_first_round_brings_credentials_and_starts_the_pod() throws Exception {
        assertThat(served.served().notStartedBecause()).isEqualTo("waiting for a certificate from the operator");
        Instant next = round();
        assertThat(served.served().notStartedBecause()).isNull();
        assertThat(credentialId("reader")).isEqualTo("ASIA1");
        assertThat(served.served().defaultRole()).isEqualTo("reader");
        assertThat(directory.resolve("volume/profiles/reader.json")).content().contains("ASIA1");
        assertThat(directory.resolve("volume/token")).hasContent(served.served().defaultToken());
        assertThat(next).isBetween(START.plus(Duration.ofMinutes(48)), START.plus(Duration.ofHours(1)));
    }

    @Test
    void the_issuer_sees_the_token_and_the_request() throws Exception {
        round();
        assertThat(issuer.requests.get(0))
                .startsWith("POST /v1/certificates HTTP/1.1\r\n")
                .contains("Authorization: Bearer pod-token\r\n")
                .contains("{\"csr\":\"MI")
                .endsWith("\",\"named\":{},\"sidecar\":\"0.1.0\",\"supports\":[\"TargetRole\"]}");
    }

    @Test
    void a_role_with_a_named_request_needs_two_calls_the_first_time_and_then_one() throws Exception {
        String subject = "MBExDzANBgNVBAMMBm9yZGVycw==";
        String alternativeNames = "MAaGBGE6Ly9i";
        issuer.answer(request -> request.contains("\"named\":{\"reader\":\"MI")
                ? FakeAnswers.issued(tls.pem(), role("reader", true))
                : FakeAnswers.namesWanted("reader", subject, alternativeNames));
        clock.set(round());
        assertThat(credentialId("reader")).isEqualTo("ASIA1");
        assertThat(certificateCalls()).isEqualTo(2);

        round();
        assertThat(certificateCalls()).isEqualTo(3);
    }

    @Test
    void a_repeated_demand_for_the_same_names_causes_no_immediate_call() throws Exception {
        issuer.answer(request -> FakeAnswers.namesWanted("reader", "MAA=", "MAA="));
        Instant next = round();
        assertThat(certificateCalls()).isEqualTo(2);
        assertThat(next).isAfter(START);
        assertThat(served.served().notStartedBecause()).contains("RequestNeedsSubject");
    }

    @Test
    void an_unresolved_host_name_is_reported_with_the_clusters_dns() throws Exception {
        dnsPolicy = "ClusterFirst";
        issuer.answer(request -> FakeAnswers.issued(
                tls.pem(), FakeAnswers.role("reader", true, tls, "https://nowhere.invalid", tls.pem())));
        refresher = refresher(true);
        clock.set(round());
        round();

        assertThat(issuer.requests)
                .filteredOn(request -> request.startsWith("POST /v1/outcomes"))
                .first()
                .asString()
                .contains(
                        "the pod cannot resolve nowhere.invalid by the cluster's DNS (dnsPolicy ClusterFirst). Check the cluster's DNS");
    }

    /** The operator shows the first 400 characters of what a pod reports. */
    @Test
    void an_unresolved_name_and_the_dns_policy_come_first_in_the_report() throws Exception {
        String name = ("a".repeat(60) + ".").repeat(4) + "invalid";
        dnsPolicy = "ClusterFirst with hostNetwork, which is Default";
        issuer.answer(request ->
                FakeAnswers.issued(tls.pem(), FakeAnswers.role("reader", true, tls, "https://" + name, tls.pem())));
        refresher = refresher(true);
        clock.set(round());
        round();
        String report = issuer.requests.stream()
                .filter(request -> request.startsWith("POST /v1/outcomes"))
                .findFirst()
                .orElseThrow();
        String message = report.substring(report.indexOf("\"message\":\"") + 11);
        assertThat(message.substring(0, 400))
                .startsWith("the pod cannot resolve " + name + ": its dnsPolicy is " + dnsPolicy + ". Choose");
    }

    @Test
    void missing_client_requests_are_reported_after_ten_minutes_and_corrected_by_the_first_request() throws Exception {
        readsFiles = false;
        refresher = refresher(true);
        clock.set(round());
        round();
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(10)));
        assertThat(issuer.requests.getLast()).endsWith("{\"outcomes\":[],\"clients\":\"NeverAsked\"}");

        served.asked();
        round();
        assertThat(issuer.requests.getLast()).endsWith("{\"outcomes\":[],\"clients\":\"Asked\"}");
        assertThat(log()).contains("no client has requested credentials within 10 min");
    }

    private long certificateCalls() {
        return issuer.requests.stream()
                .filter(request -> request.startsWith("POST /v1/certificates"))
                .count();
    }

    @Test
    void the_issuer_sees_which_sessions_need_no_slot_and_which_are_ending() throws Exception {
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("reader", true), role("writer", false)));
        aws.answer(request ->
                FakeAnswers.session("ASIA1", START.plusSeconds(request.contains("role/writer") ? 6 * 3600 : 1800)));
        clock.set(round());
        round();
        assertThat(certificateRequests().getLast()).endsWith(",\"held\":[\"writer\"]}");
        aws.answer(request -> FakeServer.response(500, ""));
        clock.set(START.plusSeconds(1700));
        round();
        assertThat(certificateRequests().getLast()).endsWith(",\"held\":[\"writer\"],\"ending\":[\"reader\"]}");
    }

    @Test
    void without_the_operator_a_renewal_is_delayed_until_a_slot_replaces_the_delay() throws Exception {
        // Renewed after half an hour, when half of the leaf's life is left to hold it back in.
        aws.answer(request -> FakeAnswers.session("ASIA1", START.plus(Duration.ofHours(3))));
        Instant due = round();
        issuer.answer(request -> FakeServer.response(503, ""));
        clock.set(due);
        int calls = aws.requests.size();
        round();
        assertThat(aws.requests).hasSize(calls);
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("reader", true)));
        clock.set(due.plusSeconds(1));
        round();
        assertThat(aws.requests).hasSize(calls + 1);
    }

    @Test
    void many_refused_roles_stay_below_the_operators_request_limit() throws Exception {
        issuer.answer(request -> FakeAnswers.issued(
                tls.pem(),
                IntStream.range(0, 10)
                        .mapToObj(number -> role("role" + number, number == 0))
                        .toArray(JsonWriter[]::new)));
        aws.answer(request -> FakeServer.response(500, ""));
        List<Instant> calls = new ArrayList<>();
        while (clock.instant().isBefore(START.plus(Duration.ofMinutes(5)))) {
            int before = issuer.requests.size();
            Instant next = round();
            calls.addAll(Collections.nCopies(issuer.requests.size() - before, clock.instant()));
            clock.set(next);
        }
        // dev.rolesanywhere.pki.issuance.CallerPolicies rejects more than 40 requests.
        assertThat(calls).allSatisfy(call -> assertThat(
                        calls.stream().filter(it -> !it.isBefore(call) && it.isBefore(call.plusSeconds(60))))
                .hasSizeLessThanOrEqualTo(30));
        assertThat(calls).as("and they are not forgotten").hasSizeGreaterThan(40);
    }

    @Test
    void a_role_with_a_late_slot_is_requested_again_at_the_issuers_time() throws Exception {
        issuer.answer(request -> FakeAnswers.queuedRole("reader", true, 90));
        assertThat(round()).isBetween(START.plusSeconds(90), START.plusSeconds(91));
        assertThat(served.served().notStartedBecause()).contains("QueuedForAWS");
    }

    @Test
    void containers_wait_for_a_second_role_whose_turn_is_far() throws Exception {
        issuer.answer(request -> FakeAnswers.queuedRole("writer", false, 90, role("reader", true)));
        round();
        assertThat(served.served().notStartedBecause()).isEqualTo("waiting for AWS's answer for role writer");
    }

    @Test
    void the_issuer_receives_awss_answers_and_never_a_credential() throws Exception {
        round();
        assertThat(issuer.requests).hasSize(2);
        assertThat(issuer.requests.get(1))
                .startsWith("POST /v1/outcomes HTTP/1.1\r\n")
                .contains(
                        "\"role\":\"reader\",\"reason\":\"Accepted\"", "\"httpStatus\":201", "\"grantedSeconds\":21600")
                .doesNotContain("ASIA1", "s3cret", "t0ken");
    }

    @Test
    void a_profile_that_shortens_the_session_is_named() throws Exception {
        aws.answer(request -> FakeAnswers.session("ASIA1", START.plusSeconds(3600)));
        round();
        assertThat(issuer.requests.get(1)).contains("\"grantedSeconds\":3600,\"requestedSeconds\":21600");
        assertThat(log())
                .contains(
                        "AWS gave 3600 s instead of 21600 s: raise the session duration of the Roles Anywhere profile");
    }

    @Test
    void a_refusal_shows_its_reason_everywhere_and_is_retried() throws Exception {
        aws.answer(request -> FakeServer.response(403, "{\"message\":\"Unable to assume role for arn:x\"}"));
        Instant next = round();
        assertThat(served.served().notStartedBecause())
                .startsWith("RoleTrustPolicyDenies: Unable to assume role for arn:x. The IAM role's trust policy");
        assertThat(log())
                .contains(
                        "\"reason\":\"RoleTrustPolicyDenies\",\"role\":\"reader\"",
                        "\"action\":\"The IAM role's trust policy");
        assertThat(issuer.requests.get(1)).contains("\"reason\":\"RoleTrustPolicyDenies\"", "\"httpStatus\":403");
        assertThat(next).isBetween(START, START.plusSeconds(1));
        aws.answer(request -> FakeAnswers.session("ASIA2", START.plusSeconds(3600)));
        clock.set(next);
        round();
        assertThat(credentialId("reader")).isEqualTo("ASIA2");
        assertThat(served.served().notStartedBecause()).isNull();
    }

    @Test
    void failures_keep_the_last_valid_credentials() throws Exception {
        Instant next = round();
        clock.set(next);
        aws.answer(request -> FakeServer.response(500, ""));
        next = round();
        assertThat(credentialId("reader")).isEqualTo("ASIA1");
        clock.set(next);
        issuer.answer(request -> FakeServer.response(503, ""));
        round();
        assertThat(credentialId("reader")).isEqualTo("ASIA1");
        assertThat(served.served().notStartedBecause()).isNull();
    }

    @Test
    void retry_after_of_aws_is_honored() throws Exception {
        aws.answer(request -> "HTTP/1.1 429 X\r\nRetry-After: 90\r\nContent-Length: 0\r\n\r\n");
        assertThat(round()).isBetween(START.plusSeconds(90), START.plusSeconds(92));
    }

    @Test
    void retry_after_of_the_issuer_is_honored() throws Exception {
        issuer.answer(request -> "HTTP/1.1 429 X\r\nRetry-After: 40\r\nContent-Length: 0\r\n\r\n");
        assertThat(round()).isBetween(START.plusSeconds(40), START.plusSeconds(42));
        assertThat(aws.requests).isEmpty();
    }

    @Test
    void the_issuers_refusal_is_passed_on() throws Exception {
        issuer.answer(request -> FakeServer.response(403, "{\"reason\":\"PodGone\",\"message\":\"the pod is gone\"}"));
        round();
        assertThat(served.served().notStartedBecause()).isEqualTo("PodGone: the pod is gone");
        assertThat(log()).contains("\"reason\":\"PodGone\"").doesNotContain("pod-token");
    }

    @Test
    void the_issuers_failures_back_off() throws Exception {
        issuer.answer(request -> FakeServer.response(500, ""));
        for (int i = 0; i < 12; i++) {
            clock.set(round());
        }
        Instant before = clock.instant();
        assertThat(Duration.between(before, round())).isBetween(Duration.ofSeconds(150), Duration.ofMinutes(5));
    }

    @Test
    void a_token_that_cannot_be_read_is_a_failure_like_others() throws Exception {
        Files.delete(directory.resolve("token"));
        round();
        assertThat(served.served().notStartedBecause()).startsWith("TokenUnreadable: the projected token");
    }

    @Test
    void a_role_that_is_not_served_gates_the_start_with_its_reason() throws Exception {
        issuer.answer(request -> FakeAnswers.refusedRole("reader", "NamespaceNotAllowed", "ask the platform team"));
        round();
        assertThat(served.served().notStartedBecause())
                .isEqualTo("role reader is not served: NamespaceNotAllowed: ask the platform team");
    }

    @Test
    void without_a_default_role_nothing_gates_the_start() throws Exception {
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("reader", false)));
        aws.answer(request -> FakeServer.response(403, ""));
        round();
        assertThat(served.served().notStartedBecause()).isNull();
    }

    @Test
    void the_report_of_a_refusal_has_the_message_of_aws_alone_because_the_operator_adds_its_advice() throws Exception {
        aws.answer(request -> FakeServer.response(403, "{\"message\":\"Unable to assume role for arn:x\"}"));
        round();
        assertThat(issuer.requests.getLast())
                .startsWith("POST /v1/outcomes")
                .contains("\"message\":\"Unable to assume role for arn:x\"");
    }

    @Test
    void containers_start_when_aws_has_answered_for_every_role() throws Exception {
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("late", false), role("reader", true))
                .replaceFirst("\"waitSeconds\":0", "\"waitSeconds\":7"));
        clock.set(round());
        assertThat(served.served().notStartedBecause()).isEqualTo("waiting for AWS's answer for role late");
        aws.answer(request -> FakeServer.response(403, ""));
        round();
        assertThat(served.served().notStartedBecause()).isNull();
    }

    @Test
    void a_role_that_is_added_after_the_start_does_not_gate_it() throws Exception {
        clock.set(round());
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("late", false), role("reader", true))
                .replaceFirst("\"waitSeconds\":0", "\"waitSeconds\":7"));
        round();
        assertThat(served.served().notStartedBecause()).isNull();
    }

    @Test
    void do_not_wait_starts_immediately() throws Exception {
        refresher(false);
        assertThat(served.served().notStartedBecause()).isNull();
    }

    @Test
    void waits_for_its_time_slot_before_it_calls_aws() throws Exception {
        // The same length, so that Content-Length stays right.
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("late", false), role("reader", true))
                .replaceFirst("\"waitSeconds\":0", "\"waitSeconds\":7"));
        assertThat(round()).isEqualTo(START.plusSeconds(7));
        assertThat(aws.requests).singleElement().asString().contains("role/reader");
        clock.set(START.plusSeconds(7));
        round();
        assertThat(aws.requests).hasSize(2);
        assertThat(aws.requests.get(1)).contains("role/late");
    }

    @Test
    void a_role_that_waits_for_its_slot_does_not_hold_up_a_retry_of_another() throws Exception {
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("late", false), role("reader", true))
                .replaceFirst("\"waitSeconds\":0", "\"waitSeconds\":7"));
        aws.answer(request -> FakeServer.response(500, ""));
        clock.set(round());
        aws.answer(request -> FakeAnswers.session("ASIA2", START.plusSeconds(6 * 3600)));
        round();
        assertThat(clock.instant()).isBefore(START.plusSeconds(7));
        assertThat(credentialId("reader")).isEqualTo("ASIA2");
    }

    @Test
    void a_hanging_call_of_one_role_delays_neither_the_endpoint_nor_the_default_role() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (FakeServer hanging = new FakeServer(tls, 0, request -> {
            await(over);
            return FakeAnswers.session("ASIALATE", START.plusSeconds(6 * 3600));
        })) {
            issuer.answer(request -> FakeAnswers.issued(
                    tls.pem(),
                    FakeAnswers.role("a-slow-one", false, tls, hanging.url(), tls.pem()),
                    role("reader", true)));
            Inbox inbox = new Inbox(new Inbox.Threads());
            refresher = refresher(true, inbox);
            while (!hasCredentials("reader")) {
                refresher.step();
                inbox.await(1000);
            }
            assertThat(credentialId("reader")).isEqualTo("ASIA1");
            assertThat(served.served().profiles().get("a-slow-one").credentials())
                    .isNull();
            // The sessions were renewed in between, as often as due.
            aws.answer(request -> FakeAnswers.session("ASIA2", START.plusSeconds(8 * 3600)));
            clock.set(START.plusSeconds(3600));
            while (credentialId("reader").equals("ASIA1")) {
                refresher.step();
                inbox.await(1000);
            }
            over.countDown();
            while (served.served().profiles().get("a-slow-one").credentials() == null) {
                refresher.step();
                inbox.await(1000);
            }
            assertThat(hanging.requests).as("one at a time").hasSize(1);
        }
    }

    @Test
    void a_new_default_is_used_after_it_has_credentials() throws Exception {
        round();
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("reader", false), role("writer", true)));
        aws.answer(request -> FakeServer.response(500, ""));
        clock.set(START.plusSeconds(3600));
        round();
        assertThat(served.served().defaultRole()).isEqualTo("reader");
        aws.answer(request -> FakeAnswers.session("ASIA2", START.plusSeconds(6 * 3600)));
        clock.set(START.plusSeconds(3700));
        round();
        assertThat(served.served().defaultRole()).isEqualTo("writer");
        assertThat(directory.resolve("volume/default.json")).content().contains("\"AWSRole\":\"writer\"");
        assertThat(log()).contains("\"reason\":\"DefaultChanged\",\"role\":\"writer\"");
        assertThat(directory.resolve("volume/config"))
                .content()
                .contains("[default]\ncredential_process = cat " + directory.resolve("volume/default.json"));
    }

    @Test
    void a_changed_role_takes_effect_at_the_next_renewal_under_the_same_token() throws Exception {
        round();
        String token = served.served().profiles().get("reader").token();
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("reader", true))
                // The same length, so that Content-Length stays right.
                .replace("role/reader", "role/bookie"));
        clock.set(START.plusSeconds(3600));
        round();
        assertThat(aws.requests.getLast()).contains("arn:aws:iam::111122223333:role/bookie");
        assertThat(served.served().profiles().get("reader").token()).isEqualTo(token);
    }

    @Test
    void the_attribution_for_cloudtrail_is_sent_to_aws() throws Exception {
        issuer.answer(request -> FakeAnswers.issued(
                tls.pem(),
                role("reader", true)
                        .member("roleSessionName", "orders-7d9f")
                        .member("instanceProperties", Map.of("namespace", "shop"))));
        round();
        assertThat(aws.requests.get(0))
                .contains("\"roleSessionName\":\"orders-7d9f\"", "\"instanceProperties\":{\"namespace\":\"shop\"}");
    }

    @Test
    void a_quota_stretches_the_interval_of_renewal() throws Exception {
        issuer.answer(
                request -> FakeAnswers.issued(tls.pem(), role("reader", true).member("renewAfterSeconds", 7200)));
        round();
        clock.set(START.plusSeconds(7100));
        round();
        assertThat(aws.requests).hasSize(1);
        clock.set(START.plusSeconds(9001));
        round();
        assertThat(aws.requests).hasSize(2);
    }

    @Test
    void the_quotas_interval_stays_after_an_answer_for_another_role() throws Exception {
        issuer.answer(request -> FakeAnswers.queuedRole(
                        "writer", false, 3, role("reader", true).member("renewAfterSeconds", 7200))
                .replaceFirst("\"waitSeconds\":0", "\"waitSeconds\":9"));
        Instant forTheWriter = round();
        assertThat(forTheWriter).isBefore(START.plusSeconds(9));
        issuer.answer(request -> FakeAnswers.queuedRole("writer", false, 9000, role("reader", true)));
        clock.set(forTheWriter);
        clock.set(round());
        round();
        assertThat(aws.requests).hasSize(1);
        clock.set(START.plusSeconds(7100));
        round();
        assertThat(aws.requests).hasSize(1);
        clock.set(START.plusSeconds(9010));
        round();
        assertThat(aws.requests).hasSize(2);
    }

    @Test
    void unreported_outcomes_are_reported_after_the_operators_recovery() throws Exception {
        issuer.answer(request -> request.startsWith("POST /v1/outcomes")
                ? FakeServer.response(503, "")
                : FakeAnswers.issued(tls.pem(), role("reader", true)));
        clock.set(round());
        issuer.answer(request -> FakeServer.response(204, ""));
        round();
        assertThat(issuer.requests.getLast()).startsWith("POST /v1/outcomes").contains("\"reason\":\"Accepted\"");
    }

    @Test
    void a_refused_role_that_is_not_the_default_gates_nothing() throws Exception {
        issuer.answer(request -> FakeAnswers.refusedRole("writer", "NamespaceNotAllowed", "ask")
                .replace("\"default\":true", "\"default\":null"));
        round();
        assertThat(served.served().notStartedBecause()).isNull();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_endpoint_serves_while_the_volume_rejects_files_and_the_files_are_written_later() throws Exception {
        Path inTheWay = directory.resolve("volume/profiles/reader.json");
        Files.createDirectories(inTheWay.resolve("child"));
        assertThat(round()).isEqualTo(START.plusSeconds(30));
        assertThat(credentialId("reader")).isEqualTo("ASIA1");
        assertThat(served.served().notStartedBecause()).startsWith("the volume cannot be written");
        assertThat(log()).containsOnlyOnce("\"reason\":\"VolumeUnwritable\"");
        Files.delete(inTheWay.resolve("child"));
        Files.delete(inTheWay);
        clock.set(START.plusSeconds(30));
        round();
        assertThat(inTheWay).content().contains("ASIA1");
        assertThat(served.served().notStartedBecause())
                .as("the containers start")
                .isNull();
        assertThat(aws.requests).hasSize(1);
    }

    @Test
    void each_role_has_its_own_profile_and_token() throws Exception {
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("reader", true), role("writer", false)));
        round();
        Map<String, Served.Profile> profiles = served.served().profiles();
        assertThat(profiles).containsOnlyKeys("reader", "writer");
        assertThat(List.of(
                        served.served().defaultToken(),
                        profiles.get("reader").token(),
                        profiles.get("writer").token()))
                .doesNotHaveDuplicates()
                .allMatch(token -> token.length() == 43);
    }

    @Test
    void a_profile_that_would_leave_the_directory_is_refused() throws Exception {
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("../../escaped", true)));
        round();
        assertThat(served.served().notStartedBecause()).contains("the profile name must be");
        assertThat(served.served().profiles()).isEmpty();
    }

    @Test
    void only_due_sessions_are_renewed() throws Exception {
        round();
        clock.set(START.plusSeconds(60));
        round();
        assertThat(aws.requests).hasSize(1);
    }

    @Test
    void a_restart_serves_valid_credentials_with_the_same_tokens() throws Exception {
        round();
        Served before = served.served();
        issuer.answer(request -> FakeServer.response(503, ""));
        refresher = refresher(true);
        assertThat(served.served().defaultToken()).isEqualTo(before.defaultToken());
        assertThat(served.served().defaultRole()).isEqualTo("reader");
        assertThat(served.served().profiles().get("reader").token())
                .isEqualTo(before.profiles().get("reader").token());
        assertThat(credentialId("reader")).isEqualTo("ASIA1");
        assertThat(served.served().notStartedBecause()).isNull();
    }

    @Test
    void a_restart_does_not_serve_expired_credentials() throws Exception {
        round();
        clock.set(START.plusSeconds(7 * 3600));
        refresher = refresher(true);
        assertThat(served.served().profiles()).isEmpty();
        assertThat(served.served().notStartedBecause()).isNotNull();
    }

    @Test
    void a_removed_role_is_served_until_it_expires() throws Exception {
        clock.set(round());
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("other", false)));
        round();
        assertThat(credentialId("reader")).isEqualTo("ASIA1");
        clock.set(START.plusSeconds(7 * 3600));
        aws.answer(request -> FakeAnswers.session("ASIA3", START.plusSeconds(9 * 3600)));
        round();
        assertThat(served.served().profiles()).containsOnlyKeys("other");
        assertThat(directory.resolve("volume/profiles/reader.json")).doesNotExist();
    }

    @Test
    void a_default_whose_role_is_refused_passes_to_no_role_that_gets_its_profile() throws Exception {
        aws.answer(RefresherTest::sessionOfRole);
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), profiled("reader", "prod", true)));
        clock.set(round());
        issuer.answer(request ->
                FakeAnswers.refusedRole("reader", "NamespaceNotAllowed", "ask", profiled("writer", "prod", false)));
        round();
        assertThat(defaultId()).as("the last good ones").isEqualTo("ASIAREADER");
        assertThat(credentialId("prod")).isEqualTo("ASIAWRITER");
        assertThat(directory.resolve("volume/default.json")).content().contains("ASIAREADER");

        clock.set(START.plusSeconds(7 * 3600));
        aws.answer(request -> FakeAnswers.session("ASIAWRITER", START.plusSeconds(9 * 3600)));
        round();
        assertThat(defaultId()).as("expired").isNull();
        assertThat(served.served().roles().get("reader").problem()).contains("NamespaceNotAllowed: ask");
        assertThat(directory.resolve("volume/default.json")).doesNotExist();
    }

    @Test
    void the_default_stays_with_a_removed_role_over_expiration_and_restart() throws Exception {
        aws.answer(RefresherTest::sessionOfRole);
        clock.set(round());
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("writer", true)));
        round();
        assertThat(defaultId()).isEqualTo("ASIAREADER");
        assertThat(log()).containsOnlyOnce("\"reason\":\"DefaultKept\"");

        clock.set(START.plusSeconds(7 * 3600));
        aws.answer(request -> FakeAnswers.session("ASIAWRITER", START.plusSeconds(9 * 3600)));
        round();
        assertThat(defaultId()).isNull();
        assertThat(served.served().roles().get("reader").problem()).contains("recreate the pod");

        refresher = refresher(true);
        round();
        assertThat(served.served().defaultRole()).isEqualTo("reader");
        assertThat(defaultId()).isNull();
        assertThat(credentialId("writer")).isEqualTo("ASIAWRITER");
    }

    @Test
    void a_default_without_credentials_follows_the_issuer() throws Exception {
        issuer.answer(request -> FakeAnswers.refusedRole("reader", "NamespaceNotAllowed", "ask"));
        clock.set(round());
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("writer", true)));
        round();
        assertThat(served.served().defaultRole()).isEqualTo("writer");
        assertThat(served.served().notStartedBecause()).isNull();
    }

    @Test
    void profiles_that_are_swapped_swap_their_credentials_and_no_role_gets_anothers() throws Exception {
        aws.answer(RefresherTest::sessionOfRole);
        issuer.answer(request ->
                FakeAnswers.issued(tls.pem(), profiled("reader", "a", true), profiled("writer", "b", false)));
        round();
        issuer.answer(request ->
                FakeAnswers.issued(tls.pem(), profiled("reader", "b", true), profiled("writer", "a", false)));
        clock.set(START.plusSeconds(3600));
        aws.answer(request -> FakeServer.response(500, ""));
        round();
        assertThat(List.of(credentialId("a"), credentialId("b"))).containsExactly("ASIAWRITER", "ASIAREADER");
        assertThat(defaultId()).isEqualTo("ASIAREADER");
        assertThat(directory.resolve("volume/profiles/a.json")).content().contains("\"AWSRole\":\"writer\"");

        refresher = refresher(true);
        assertThat(List.of(credentialId("a"), credentialId("b"))).containsExactly("ASIAWRITER", "ASIAREADER");
        assertThat(defaultId()).isEqualTo("ASIAREADER");
    }

    @Test
    void an_answer_for_a_role_that_lost_its_profile_is_not_served_with_that_profile() throws Exception {
        List<Runnable> waiting = new ArrayList<>();
        aws.answer(RefresherTest::sessionOfRole);
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), profiled("reader", "prod", true)));
        refresher = refresher(true, new Inbox(call -> {
            if (((Inbox.Pending) call).call() instanceof Call.Exchange) {
                waiting.add(call);
            } else {
                call.run();
            }
        }));
        round();
        Runnable late = waiting.removeFirst();
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), profiled("writer", "prod", true)));
        clock.set(START.plus(Duration.ofHours(1)));
        round();
        late.run();
        round();
        assertThat(served.served().profiles().get("prod").credentials()).isNull();
    }

    @Test
    void a_role_is_served_at_its_own_path_with_every_profile() throws Exception {
        aws.answer(RefresherTest::sessionOfRole);
        issuer.answer(request ->
                FakeAnswers.issued(tls.pem(), profiled("reader", "a", true), profiled("writer", "b", false)));
        round();
        Served.Profile writer = served.served().roles().get("writer");
        assertThat(writer.credentials().accessKeyId()).isEqualTo("ASIAWRITER");
        assertThat(directory.resolve("volume/role-tokens/writer")).hasContent(writer.token());
    }

    @Test
    void an_invalid_entry_affects_only_its_own_role_and_is_reported() throws Exception {
        for (String broken : List.of(
                "7",
                "null",
                "[]",
                "{}",
                "{\"name\":\"writer\"}",
                entry("writer").replace("\"profile\":\"writer\"", "\"profile\":\"team@x\""),
                entry("writer").replace("\"profile\":\"writer\"", "\"profile\":\"reader\""),
                entry("writer").replace("\"name\":\"writer\"", "\"name\":\"../x\""),
                entry("writer").replace("\"default\":false", "\"default\":\"no\""),
                entry("writer").replace("\"region\":\"eu-west-1\"", "\"region\":7"),
                entry("writer").replace("\"sessionDurationSeconds\":21600", "\"sessionDurationSeconds\":99999999999"),
                entry("writer").replace("\"waitSeconds\":0", "\"waitSeconds\":\"0\""),
                entry("writer").replace("2026-01-02T04:04:05Z", "tomorrow"),
                entry("writer").replace("2026-01-02T04:04:05Z", "+1000000000-12-31T23:59:59Z"),
                entry("writer").replace("\"certificate\":\"", "\"certificate\":\"!"),
                entry("writer").replace("\"aws\":{", "\"chain\":[7],\"aws\":{"),
                entry("writer").replace("\"aws\":{", "\"instanceProperties\":{\"a\":1},\"aws\":{"),
                entry("writer").replace("\"aws\":{", "\"aws\":{\"fips\":\"yes\","))) {
            issuer.answer(request -> request.startsWith("POST /v1/outcomes")
                    ? FakeServer.response(204, "")
                    : FakeServer.response(200, "{\"roles\":[" + broken + "," + entry("reader") + "],\"refused\":[]}"));
            refresher = refresher(true);
            clock.set(round().plus(Duration.ofHours(1)));
            round();
            assertThat(served.served().profiles()).as(broken).containsOnlyKeys("reader");
            assertThat(hasCredentials("reader")).as(broken).isTrue();
            assertThat(served.served().notStartedBecause()).as(broken).isNull();
            assertThat(log()).as(broken).contains("\"reason\":\"AnswerUnreadable\"");
            assertThat(issuer.requests)
                    .as(broken)
                    .anyMatch(request -> request.startsWith("POST /v1/outcomes")
                            && request.contains("the operator's answer for this role cannot be used"));
            logged.reset();
            issuer.requests.clear();
            clock.set(START);
        }
    }

    @Test
    void an_invalid_refusal_affects_no_role() throws Exception {
        issuer.answer(request -> FakeServer.response(
                200,
                "{\"issuerBundle\":7,\"roles\":[" + entry("reader")
                        + "],\"refused\":[7,{\"role\":1},{\"role\":\"writer\"}]}"));
        round();
        assertThat(credentialId("reader")).isEqualTo("ASIA1");
        assertThat(log()).contains("\"reason\":\"AnswerUnreadable\",\"role\":\"writer\"");
    }

    @Test
    void of_several_roles_that_are_called_the_default_none_is() throws Exception {
        issuer.answer(request -> FakeAnswers.issued(tls.pem(), role("reader", true), role("writer", true)));
        round();
        assertThat(served.served().defaultRole()).isNull();
        assertThat(credentialId("writer")).isEqualTo("ASIA1");
    }

    @Test
    void adopts_the_newest_issuer_bundle() throws Exception {
        TestTls next = TestTls.make(shared);
        issuer.answer(request -> FakeAnswers.issued(next.pem(), role("reader", true)));
        round();
        clock.set(START.plus(Duration.ofHours(1)));
        round();
        assertThat(served.served().profiles().get("reader").problem()).startsWith("IssuerUnreachable");
    }

    @Test
    void keeps_the_bundle_that_works_when_the_newest_is_nonsense() throws Exception {
        issuer.answer(request -> FakeAnswers.issued("nonsense", role("reader", true)));
        clock.set(round());
        round();
        assertThat(served.served().profiles().get("reader").problem()).isNull();
    }

    @Test
    void credentials_that_have_expired_already_point_to_the_clock() throws Exception {
        aws.answer(request -> FakeAnswers.session("ASIA1", START.minusSeconds(1)));
        round();
        assertThat(served.served().notStartedBecause()).startsWith("ClockSkew: AWS gave credentials that expire at");
    }

    @Test
    void settings_that_cannot_be_used_are_a_refusal_and_not_a_crash() throws Exception {
        issuer.answer(request -> {
            String json =
                    FakeAnswers.role("reader", true, tls, aws.url(), "nonsense").toString();
            return FakeServer.response(200, "{\"roles\":[" + json + "]}");
        });
        round();
        assertThat(served.served().notStartedBecause())
                .startsWith("NotAsked: the CA bundle holds no readable certificate");
    }

    private dev.rolesanywhere.client.json.JsonWriter role(String name, boolean isDefault) {
        return FakeAnswers.role(name, isDefault, tls, aws.url(), tls.pem());
    }

    private JsonWriter profiled(String name, String profile, boolean isDefault) {
        return FakeAnswers.role(name, profile, isDefault, tls, aws.url(), tls.pem());
    }

    @Test
    void a_request_to_the_operator_without_a_thread_is_repeated() throws Exception {
        threadsFor(call -> !(call instanceof Call.Certificates));
        Instant next = round();
        assertThat(certificateCalls()).isZero();
        assertThat(log()).contains("unable to create native thread");
        assertThat(next).isBefore(START.plus(Duration.ofMinutes(2)));

        threads = call -> true;
        clock.set(next);
        round();
        assertThat(credentialId("reader")).isEqualTo("ASIA1");
    }

    @Test
    void a_call_of_aws_without_a_thread_is_repeated() throws Exception {
        threadsFor(call -> !(call instanceof Call.Exchange));
        Instant next = round();
        assertThat(aws.requests).isEmpty();
        assertThat(log()).contains("unable to create native thread", "The sidecar is out of memory or threads");
        assertThat(next).isBefore(START.plus(Duration.ofMinutes(2)));

        threads = call -> true;
        clock.set(next);
        round();
        assertThat(credentialId("reader")).isEqualTo("ASIA1");
    }

    @Test
    void a_report_without_a_thread_is_repeated() throws Exception {
        threadsFor(call -> !(call instanceof Call.Report));
        Instant next = round();
        assertThat(reportCalls()).isZero();

        threads = call -> true;
        clock.set(next);
        round();
        assertThat(reportCalls()).isEqualTo(1);
    }

    @Test
    void a_call_that_ends_with_an_error_is_repeated() throws Exception {
        Inbox inbox = new Inbox(Runnable::run);
        Inbox.Pending pending = inbox.expect(new Call() {
            @Override
            public Event make() {
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public Event failed(Throwable cause) {
                return new Event.Certificates(null, IssuingException.of(cause));
            }
        });
        assertThat(inbox.take()).isNull();
        pending.run();
        assertThat(inbox.isEmpty()).isFalse();
        assertThat(inbox.take()).isInstanceOfSatisfying(Event.Certificates.class, event -> assertThat(event.failure())
                .hasMessageContaining("Java heap space"));
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void an_event_without_memory_stays_in_the_inbox() {
        Inbox inbox = new Inbox(Runnable::run);
        int[] tries = {0};
        Inbox.Pending pending = inbox.expect(new Call() {
            @Override
            public Event make() {
                throw new IllegalStateException("no answer");
            }

            @Override
            public Event failed(Throwable cause) {
                if (tries[0]++ == 0) {
                    throw new OutOfMemoryError("Java heap space");
                }
                return new Event.Certificates(null, IssuingException.of(cause));
            }
        });
        pending.run();
        assertThatThrownBy(inbox::take).isInstanceOf(OutOfMemoryError.class);
        assertThat(inbox.take()).isInstanceOf(Event.Certificates.class);
    }

    /** Like Thread.start if the node gives the pod no more processes. */
    private void threadsFor(Predicate<Call> some) throws Exception {
        threads = some;
        refresher = refresher(true, new Inbox(call -> {
            if (!threads.test(((Inbox.Pending) call).call())) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            call.run();
        }));
    }

    private long reportCalls() {
        return issuer.requests.stream()
                .filter(request -> request.startsWith("POST /v1/outcomes"))
                .count();
    }

    private String entry(String name) {
        return role(name, false).toString();
    }

    /** The access key contains the owner's name. */
    private static String sessionOfRole(String request) {
        String role = request.contains("role/writer") ? "WRITER" : "READER";
        return FakeAnswers.session("ASIA" + role, START.plusSeconds(6 * 3600));
    }

    /** Of the default path; null for an error. */
    private @Nullable String defaultId() {
        String role = served.served().defaultRole();
        Served.Profile profile = role == null ? null : served.served().roles().get(role);
        return profile == null
                        || profile.credentials() == null
                        || !Served.isServed(profile.credentials(), clock.instant())
                ? null
                : profile.credentials().accessKeyId();
    }

    /** Until nothing is due. */
    private Instant round() {
        Instant next = refresher.step();
        for (int i = 0; !next.isAfter(clock.instant()); i++) {
            assertThat(i).as("steps without a pause").isLessThan(20);
            next = refresher.step();
        }
        return next;
    }

    private List<String> certificateRequests() {
        return issuer.requests.stream()
                .filter(request -> request.startsWith("POST /v1/certificates"))
                .toList();
    }

    private boolean hasCredentials(String profile) {
        Served.Profile of = served.served().profiles().get(profile);
        return of != null && of.credentials() != null;
    }

    private String credentialId(String profile) {
        return served.served().profiles().get(profile).credentials().accessKeyId();
    }

    private String log() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    private Refresher refresher(boolean gateStart) throws Exception {
        return refresher(gateStart, new Inbox(Runnable::run));
    }

    private Refresher refresher(boolean gateStart, Inbox inbox) throws Exception {
        CorrectedClock corrected = new CorrectedClock(clock);
        served = new ServedPod(new Served("", null, Map.of(), "starting"), new Metrics(corrected));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        Refresher made = new Refresher(
                new ProcessParts(
                        corrected,
                        new SecureRandom(),
                        new JsonLog(new PrintStream(logged, true, StandardCharsets.UTF_8), clock),
                        new SessionExchange(clock, dnsPolicy),
                        inbox),
                new PodParts(
                        keys.getPrivate(),
                        new Requests(keys),
                        new IssuerClient(
                                new IssuerConnection(URI.create(issuer.url()), tls.pem()),
                                new ProjectedToken(directory.resolve("token"))),
                        new VolumeMirror(new CredentialsVolume(directory.resolve("volume")), new SecureRandom()),
                        served,
                        gateStart,
                        readsFiles));
        made.restore();
        return made;
    }
}
