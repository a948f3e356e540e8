package dev.rolesanywhere.sidecar.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.client.session.AwsRefusal;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.client.session.Session;
import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.issuing.IssuedFiles;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.IssuedRole.Attribution;
import dev.rolesanywhere.sidecar.issuing.IssuedRole.AwsAccess;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import dev.rolesanywhere.sidecar.issuing.TargetRole;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The result of one answer of AWS, or of a failed call. */
class AttemptTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final TestRole ROLE = TestRole.named("reader").assuming("writer");
    private static final TargetRole TARGET = Objects.requireNonNull(ROLE.make().target());

    @Test
    void credentials_are_served_with_the_account_of_the_role() {
        Attempt attempt = answered(role(3600), Duration.ofSeconds(3600));

        assertThat(attempt.outcome())
                .isEqualTo(new Outcome(
                        "reader",
                        Outcome.ACCEPTED,
                        "credentials until 2026-01-02T04:04:05.500Z",
                        201,
                        "request-1",
                        3600L,
                        3600,
                        Instant.parse("2026-01-02T04:04:05Z")));
        Credentials credentials = Objects.requireNonNull(attempt.credentials());
        assertThat(credentials.accountId()).isEqualTo("111122223333");
        assertThat(credentials.accessKeyId()).isEqualTo("ASIA1");
        assertThat(attempt.action()).isNull();
        assertThat(attempt.lasting()).isFalse();
    }

    @Test
    void a_session_of_more_than_a_minute_less_than_requested_is_reported_as_shortened() {
        assertThat(answered(role(3600), Duration.ofSeconds(3540)).outcome().message())
                .startsWith("credentials until");
        assertThat(answered(role(3600), Duration.ofSeconds(3539)).outcome().message())
                .isEqualTo(
                        "AWS gave 3539 s instead of 3600 s: raise the session duration of the Roles Anywhere profile");
        assertThat(answered(role(null), Duration.ofSeconds(60)).outcome().message())
                .startsWith("credentials until");
    }

    @Test
    void credentials_that_end_within_a_minute_show_a_wrong_clock_and_are_not_served() {
        Attempt attempt = answered(role(3600), Duration.ofSeconds(59));

        assertThat(attempt.credentials()).isNull();
        assertThat(attempt.outcome().reason()).isEqualTo("ClockSkew");
        assertThat(attempt.outcome().message())
                .isEqualTo(
                        "AWS gave credentials that expire at 2026-01-02T03:05:04.500Z, but the time is 2026-01-02T03:04:05Z here");
        assertThat(attempt.action()).isEqualTo(AwsRefusal.CLOCK_SKEW.explanation());
        assertThat(attempt.lasting()).isFalse();
        assertThat(answered(role(3600), Duration.ofSeconds(60)).credentials()).isNotNull();
    }

    @Test
    void invalid_settings_are_a_lasting_problem_with_their_own_message() {
        Attempt attempt = failed(new IllegalArgumentException("'x' is not an endpoint"));

        assertThat(attempt.outcome().reason()).isEqualTo("NotAsked");
        assertThat(attempt.outcome().message()).isEqualTo("'x' is not an endpoint");
        assertThat(attempt.outcome().requestedSeconds()).isEqualTo(3600);
        assertThat(attempt.action()).isEqualTo(AwsRefusal.NOT_ASKED.explanation());
        assertThat(attempt.lasting()).isTrue();
        assertThat(failed(new IllegalStateException()).outcome().message())
                .isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void a_lack_of_memory_or_threads_passes() {
        Attempt attempt = failed(new OutOfMemoryError("unable to create native thread"));

        assertThat(attempt.outcome().reason()).isEqualTo("NotAsked");
        assertThat(attempt.outcome().message()).isEqualTo("java.lang.OutOfMemoryError: unable to create native thread");
        assertThat(attempt.action()).startsWith("The sidecar is out of memory or threads");
        assertThat(attempt.lasting()).isFalse();
    }

    @Test
    void credentials_of_a_target_role_are_served_with_its_account() {
        Attempt attempt = assumed(Duration.ofSeconds(60));

        assertThat(attempt.outcome().message())
                .isEqualTo(
                        "credentials of target role arn:aws:iam::444455556666:role/writer until 2026-01-02T03:05:05.500Z");
        assertThat(Objects.requireNonNull(attempt.credentials()).accountId()).isEqualTo("444455556666");
    }

    @Test
    void credentials_of_a_target_role_that_end_within_a_minute_are_not_served() {
        Attempt attempt = assumed(Duration.ofSeconds(59));

        assertThat(attempt.credentials()).isNull();
        assertThat(attempt.outcome().reason()).isEqualTo("ClockSkew");
    }

    @Test
    void a_refusal_for_the_configuration_in_AWS_lasts() throws Exception {
        Attempt attempt = refused(FakeServer.response(
                403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"));

        assertThat(attempt.lasting()).isTrue();
        assertThat(attempt.outcome().httpStatus()).isEqualTo(403);
        assertThat(attempt.outcome().message()).isEqualTo("no");
        assertThat(attempt.isAboutFiles()).isFalse();
    }

    @Test
    void a_refusal_for_a_fault_of_AWS_passes() throws Exception {
        assertThat(refused(FakeServer.response(503, "")).lasting()).isFalse();
    }

    @Test
    void missing_files_of_another_component_are_a_passing_problem_with_its_own_message(@TempDir Path empty) {
        IssuedRole inFiles = ROLE.make(
                new byte[0],
                List.of(),
                new AwsAccess(null, false, false, null, null, null),
                new IssuedFiles("SPIRE", "spire", "tls.crt", "tls.key", "spiffe://example.org/ns/shop/sa/orders"));
        SessionExchange exchange = new SessionExchange(new TestClock(NOW), "ClusterFirst", empty);
        Attempt attempt = failed(catchThrowable(() -> exchange.exchange(
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate(), inFiles, Duration.ZERO)));

        assertThat(attempt.outcome().reason()).isEqualTo("CertificateFilesMissing");
        assertThat(attempt.outcome().message())
                .startsWith("the pod has no volume with the certificates of AWSTrustAnchor spire");
        assertThat(attempt.action()).isEqualTo(AwsRefusal.CERTIFICATE_FILES_MISSING.explanation());
        assertThat(attempt.lasting()).isFalse();
        assertThat(attempt.isAboutFiles()).isTrue();
    }

    /** STS's answer on a real socket. */
    private static Attempt refused(String response) throws Exception {
        try (FakeServer sts = FakeServer.plain(request -> response)) {
            IssuedRole role =
                    ROLE.make(new byte[0], List.of(), new AwsAccess(null, false, false, null, null, sts.url()), null);
            return failed(catchThrowable(() -> new SessionExchange(new TestClock(NOW))
                    .assume(TestRole.credentials("ASIA1", NOW.plusSeconds(3600)), role, TARGET, Duration.ZERO)));
        }
    }

    private static Attempt assumed(Duration life) {
        Session session = new Session(
                TestRole.credentials("ASIA2", NOW.plus(life).plusMillis(500)), null, null, null, 200, null, null);
        return Attempt.of(
                new Event.Assumed(ROLE.make(), TARGET, Duration.ZERO, session, null), Duration.ofHours(6), NOW);
    }

    private static Attempt answered(IssuedRole role, Duration life) {
        Instant expiration = NOW.plus(life).plusMillis(500);
        Session session = new Session(
                new Credentials("ASIA1", "secret", "token", expiration), null, null, null, 201, "request-1", null);
        return Attempt.of(new Event.Exchanged(role, Duration.ZERO, session, null), NOW);
    }

    private static Attempt failed(Throwable failure) {
        return Attempt.of(new Event.Exchanged(role(3600), Duration.ZERO, null, failure), NOW);
    }

    static IssuedRole role(@Nullable Integer sessionSeconds) {
        return new IssuedRole(
                "reader",
                "reader",
                true,
                "arn:aws:iam::111122223333:role/reader",
                "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/1",
                "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/1",
                "eu-west-1",
                sessionSeconds,
                new byte[0],
                List.of(),
                NOW.plusSeconds(3600),
                Duration.ZERO,
                null,
                new Attribution(null, Map.of()),
                null,
                new AwsAccess(null, false, false, null, null, null));
    }
}
