package dev.rolesanywhere.sidecar.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.emulator.session.Session;
import dev.rolesanywhere.sidecar.fake.TestTls;
import dev.rolesanywhere.sidecar.fault.EmulatedAws.TargetSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pod whose role has a target role in a second account: the emulator in place of Roles Anywhere and STS, under a virtual clock. */
class TargetRoleTest {
    private static final TargetSettings SETTINGS = new TargetSettings(
            "prod-1/orders",
            "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}]}",
            Map.of("team", "orders"));

    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Principal": {"AWS": "arn:aws:iam::111122223333:role/orders-reader"},
              "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
              "Condition": {"StringEquals": {"sts:ExternalId": "prod-1/orders"}}}]}""";

    @TempDir
    static Path shared;

    private static TestTls tls;

    @TempDir
    Path directory;

    private VirtualPod pod;

    @BeforeAll
    static void makeTls() throws Exception {
        tls = TestTls.make(shared);
    }

    @BeforeEach
    void start() throws Exception {
        pod = new VirtualPod(directory, tls);
        pod.aws.target(SETTINGS);
        pod.start();
    }

    @AfterEach
    void stop() throws Exception {
        pod.close();
    }

    @Test
    void the_target_roles_session_is_served_with_the_requested_settings() throws Exception {
        pod.run(Duration.ofMinutes(1));
        assertThat(pod.notStartedBecause()).isEmpty();
        Session first = pod.aws.sessionsOf("orders-reader").getFirst();
        Session target = pod.aws.sessionsOf("reports-writer").getFirst();
        assertThat(pod.expiration()).isEqualTo(target.expiresAt());
        assertThat(target.sourceIdentity()).isEqualTo(first.sourceIdentity());
        assertThat(target.assumedRole())
                .hasToString("arn:aws:sts::444455556666:assumed-role/reports-writer/orders-7d9f");
        assertThat(target.tags()).isEqualTo(SETTINGS.tags());
        Session.Chain chain = target.chain().orElseThrow();
        assertThat(chain.first()).isEqualTo(first.assumedRole());
        assertThat(chain.document().orElseThrow().at("/Statement/0/Action").asText())
                .isEqualTo("s3:GetObject");
        assertThat(servedKeys()).containsExactly(target.keys().accessKeyId());
        assertThat(pod.log())
                .contains("credentials of target role " + EmulatedAws.TARGET + " until ")
                .doesNotContain(first.keys().secretAccessKey(), target.keys().secretAccessKey());
    }

    /** Six-hour sessions of the first role are renewed each 48 to 60 minutes, one-hour sessions of the target each 8 to 10. */
    @Test
    void the_two_sessions_are_renewed_each_in_its_time() throws Exception {
        pod.run(Duration.ofHours(24));
        assertThat(pod.application.errors + pod.application.sdkErrors + pod.application.lies)
                .as(pod.application.lastError)
                .isZero();
        assertThat(pod.aws.sessionsOf("orders-reader")).hasSizeBetween(24, 31);
        assertThat(pod.aws.sessionsOf("reports-writer")).hasSizeBetween(24 * 6, 24 * 8);
    }

    /** The static stability of a target role: an hour, less one interval of renewal (10 minutes) and the longest pause between two attempts (5 minutes). */
    @ParameterizedTest
    @CsvSource({"away", "throttle", "reset", "garbage"})
    void an_outage_of_STS_for_44_minutes_goes_unnoticed(String kind) throws Exception {
        pod.run(Duration.ofMinutes(90));
        pod.fault("{\"kind\": \"" + kind + "\", \"operation\": \"AssumeRole\", \"perSecond\": 0}");
        pod.run(Duration.ofMinutes(44));
        assertThat(pod.application.errors).as(pod.application.lastError).isZero();
        pod.noFaults();
        pod.run(Duration.ofMinutes(10));
        assertThat(pod.application.errors + pod.application.lies)
                .as(pod.application.lastError)
                .isZero();
        assertThat(pod.expiration()).isAfter(pod.truth.instant().plus(Duration.ofMinutes(49)));
    }

    @Test
    void after_an_hour_without_STS_the_endpoint_reports_it_and_serves_no_expired_credentials() throws Exception {
        pod.run(Duration.ofMinutes(90));
        pod.fault("{\"kind\": \"away\", \"operation\": \"AssumeRole\"}");
        pod.run(Duration.ofMinutes(58));
        // The SDK tries each of its requests five times, with pauses of the real clock.
        pod.application.asksBetweenTheSdks = 8;
        pod.applicationAsksEvery = Duration.ofMinutes(15);
        pod.run(Duration.ofMinutes(30));
        assertThat(pod.application.lies).isZero();
        assertThat(pod.application.lastError).startsWith("HTTP/1.1 503").contains("EndpointUnreachable: ");
        int created = pod.aws.sessionsOf("orders-reader").size();
        assertThat(created)
                .as("no second CreateSession for each failure of STS")
                .isBetween(2, 5);
    }

    @ParameterizedTest
    @CsvSource({"BOTH", "ROLES_ANYWHERE", "OPERATOR"})
    void while_the_first_session_lasts_neither_Roles_Anywhere_nor_the_operator_is_needed(String away) throws Exception {
        pod.run(Duration.ofMinutes(30));
        if (!away.equals("OPERATOR")) {
            pod.fault("{\"kind\": \"away\", \"operation\": \"CreateSession\"}");
        }
        if (!away.equals("ROLES_ANYWHERE")) {
            pod.operator.answer = Optional.of("");
        }
        pod.run(Duration.ofHours(5));
        assertThat(pod.application.errors + pod.application.lies)
                .as(pod.application.lastError)
                .isZero();
        assertThat(pod.expiration()).isAfter(pod.truth.instant().plus(Duration.ofMinutes(49)));
    }

    @Test
    void a_session_that_STS_rejects_is_replaced_by_a_new_one_without_haste() throws Exception {
        pod.run(Duration.ofMinutes(30));
        pod.fault("{\"kind\": \"fail\", \"operation\": \"AssumeRole\", \"status\": 403, \"code\": \"ExpiredToken\","
                + " \"message\": \"The security token included in the request is expired\"}");
        int before = pod.aws.sessionsOf("orders-reader").size();
        pod.run(Duration.ofMinutes(40));
        int meanwhile = pod.aws.sessionsOf("orders-reader").size() - before;
        assertThat(meanwhile).as("new first sessions, with backoff").isBetween(3, 30);
        pod.noFaults();
        pod.run(Duration.ofMinutes(10));
        assertThat(pod.application.errors).as(pod.application.lastError).isZero();
        assertThat(pod.expiration()).isAfter(pod.truth.instant().plus(Duration.ofMinutes(45)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "another external ID         | other         | sts:ExternalId | sts:ExternalId | TargetDenied",
                "no sts:SetSourceIdentity    | prod-1/orders | , \"sts:SetSourceIdentity\" | ''  | TargetSourceIdentityDenied",
                "no sts:TagSession           | prod-1/orders | \"sts:TagSession\",         | ''  | TargetTagsDenied",
                "another first role          | prod-1/orders | role/orders-reader             | role/other | TargetDenied",
            })
    void a_refusal_of_the_second_step_is_reported_with_its_reason(
            String what, String externalId, String from, String to, String reason) throws Exception {
        pod.aws.target(new TargetSettings(externalId, null, SETTINGS.tags()));
        pod.aws.define(
                "reports-writer", "{\"account\": \"444455556666\", \"trustPolicy\": " + TRUST.replace(from, to) + "}");
        pod.settle();
        pod.truth.pass(Duration.ofSeconds(5));
        pod.settle();
        String reports = pod.operator.requests().stream()
                .filter(request -> request.startsWith("POST /v1/outcomes"))
                .collect(Collectors.joining());
        assertThat(reports)
                .contains("\"reason\":\"" + reason + "\"")
                .contains("User: arn:aws:sts::111122223333:assumed-role/orders-reader/")
                .doesNotContain("\"reason\":\"Accepted\"");
        assertThat(pod.log()).contains("\"reason\":\"" + reason + "\"");
        assertThat(pod.aws.sessionsOf("reports-writer")).as(what).isEmpty();
    }

    @Test
    void a_changed_target_is_assumed_with_the_next_session_and_without_a_target_the_first_role_is_served()
            throws Exception {
        pod.run(Duration.ofMinutes(30));
        pod.aws.target(new TargetSettings("prod-1/orders", null, Map.of("team", "other")));
        pod.run(Duration.ofMinutes(61));
        assertThat(pod.aws.sessionsOf("reports-writer").getLast().tags()).containsEntry("team", "other");
        pod.aws.target(null);
        pod.run(Duration.ofMinutes(61));
        assertThat(servedKeys())
                .containsExactly(
                        pod.aws.sessionsOf("orders-reader").getLast().keys().accessKeyId());
        assertThat(pod.application.errors).as(pod.application.lastError).isZero();
    }

    @Test
    void a_restart_immediately_serves_the_target_roles_session_and_never_the_first_one() throws Exception {
        pod.run(Duration.ofMinutes(30));
        pod.fault("{\"kind\": \"away\", \"operation\": \"*\"}");
        pod.start();
        assertThat(pod.notStartedBecause()).isEmpty();
        pod.run(Duration.ofMinutes(20));
        assertThat(pod.application.errors).as(pod.application.lastError).isZero();
        assertThat(servedKeys())
                .containsExactly(
                        pod.aws.sessionsOf("reports-writer").getLast().keys().accessKeyId());
    }

    /** Which of AWS's sessions the volume holds. */
    private List<String> servedKeys() throws Exception {
        String file = Files.readString(pod.volume.resolve("profiles/orders-reader.json"));
        return pod.aws.emulator().sessions().all().stream()
                .map(session -> session.keys().accessKeyId())
                .filter(file::contains)
                .toList();
    }
}
