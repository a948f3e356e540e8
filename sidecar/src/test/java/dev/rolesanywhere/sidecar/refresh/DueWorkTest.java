package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.refresh.TestRole.HOUR;
import static dev.rolesanywhere.sidecar.refresh.TestRole.NOW;
import static dev.rolesanywhere.sidecar.refresh.TestRole.credentials;
import static dev.rolesanywhere.sidecar.refresh.TestRole.issued;
import static dev.rolesanywhere.sidecar.refresh.TestRole.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.sidecar.endpoint.Metrics;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import dev.rolesanywhere.sidecar.issuing.SessionsHeld;
import dev.rolesanywhere.sidecar.issuing.TargetRole;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The work that is due for a pod, and the time of the next work. */
class DueWorkTest {
    private static final IssuingException NO_ANSWER = IssuingException.of(new IllegalStateException("no answer"));
    private static final TestRole READER = named("reader");
    private static final IssuedRole ITS_LEAF = READER.make();

    @TempDir
    Path directory;

    private PodState pod;
    private DueWork due;
    private ServedPod served;

    @BeforeEach
    void start() {
        PodStore store = new VolumeMirror(new CredentialsVolume(directory), new SecureRandom());
        TestClock clock = new TestClock(NOW);
        served = new ServedPod(new Served("", null, Map.of(), "starting"), new Metrics(clock));
        pod = new PodState(
                store,
                new Clients(true, served, store, new JsonLog(new PrintStream(OutputStream.nullOutputStream()), clock)));
        due = new DueWork(pod);
    }

    @Test
    void certificates_are_due_at_the_start_and_not_again_while_the_answer_is_complete() {
        assertThat(due.isCertificatesDue(NOW)).isTrue();
        answer(issued(READER));
        serve("reader", Duration.ofHours(6));
        assertThat(due.isCertificatesDue(NOW)).isFalse();
        assertThat(due.isCertificatesDue(NOW.plus(HOUR))).isTrue();
    }

    @Test
    void certificates_are_due_for_a_role_that_needs_a_slot() {
        answer(issued(READER));
        assertThat(due.isSlotDue(ITS_LEAF, NOW)).isTrue();
        assertThat(due.isCertificatesDue(NOW)).isTrue();
        pod.leaves().setSlot(ITS_LEAF, NOW.plusSeconds(90));
        assertThat(due.isSlotDue(ITS_LEAF, NOW)).isFalse();
        assertThat(due.isCertificatesDue(NOW)).isFalse();
    }

    @Test
    void certificates_are_not_due_while_the_operator_is_being_called_or_has_just_failed() {
        pod.issuer().called(NOW);
        assertThat(due.isCertificatesDue(NOW)).isFalse();
        pod.issuer().returned();
        pod.issuer().failed(NO_ANSWER, NOW, 0);
        assertThat(due.isCertificatesDue(NOW)).isFalse();
        assertThat(due.isCertificatesDue(NOW.plusSeconds(1))).isTrue();
    }

    @Test
    void a_session_is_urgent_in_the_last_third_of_its_lifetime() {
        answer(issued(READER, named("new"), named("waiting")));
        serve("reader", Duration.ofHours(6));
        pod.leaves().setSlot(named("waiting").make(), NOW.plusSeconds(90));
        assertThat(due.sessions(NOW)).isEqualTo(new SessionsHeld(List.of("reader", "waiting"), List.of()));
        assertThat(due.sessions(NOW.plus(HOUR.multipliedBy(4))))
                .isEqualTo(new SessionsHeld(List.of("waiting"), List.of()));
        assertThat(due.sessions(NOW.plus(HOUR.multipliedBy(4)).plusMillis(1)))
                .isEqualTo(new SessionsHeld(List.of("waiting"), List.of("reader")));
    }

    @Test
    void aws_is_called_for_a_role_when_its_slot_has_come() {
        answer(issued(READER));
        assertThat(isTurn(NOW)).isFalse();
        pod.leaves().setSlot(ITS_LEAF, NOW.plusSeconds(90));
        assertThat(isTurn(NOW.plusSeconds(89))).isFalse();
        assertThat(isTurn(NOW.plusSeconds(90))).isTrue();
    }

    @Test
    void a_slot_of_the_operator_is_used_although_the_leaf_expires_soon() {
        answer(issued(READER));
        pod.leaves().setSlot(ITS_LEAF, NOW.plus(HOUR));
        assertThat(isTurn(NOW.plus(HOUR))).isTrue();
    }

    @Test
    void while_the_operator_is_away_a_role_without_a_session_is_called_for_at_once() {
        answer(issued(READER));
        pod.issuer().failed(NO_ANSWER, NOW, 0);
        assertThat(isTurn(NOW)).isTrue();
        assertThat(pod.leaves().slot(ITS_LEAF)).isEqualTo(NOW);
    }

    @Test
    void during_an_operator_outage_a_session_is_renewed_within_a_quarter_of_its_remaining_time() {
        answer(issued(READER));
        serve("reader", Duration.ofHours(3));
        pod.issuer().failed(NO_ANSWER, NOW, 0);
        Instant renewal = NOW.plus(HOUR.dividedBy(2));
        assertThat(due.isTurnOf(ITS_LEAF, renewal, 0.8)).isFalse();
        // The leaf has 29 minutes without the one to spare, the session two and a half hours.
        assertThat(pod.leaves().slot(ITS_LEAF)).isEqualTo(renewal.plus(Duration.ofSeconds(29 * 60 * 8 / 10)));
        assertThat(isTurn(renewal.plusSeconds(29 * 60))).isTrue();
    }

    @Test
    void an_expired_session_does_not_delay_a_renewal() {
        answer(issued(READER.until(NOW.plus(HOUR.multipliedBy(9)))));
        serve("reader", HOUR);
        pod.issuer().failed(NO_ANSWER, NOW, 0);
        Instant after = NOW.plus(HOUR);
        assertThat(due.isTurnOf(pod.leaves().all().getFirst(), after, 0.8)).isTrue();
    }

    @Test
    void no_slot_is_chosen_while_the_operator_answers_or_the_role_is_not_due_or_its_leaf_has_ended() {
        answer(issued(READER));
        isTurn(NOW);
        assertThat(pod.leaves().slot(ITS_LEAF)).isNull();
        pod.issuer().failed(NO_ANSWER, NOW, 0);
        isTurn(NOW.plus(HOUR));
        assertThat(pod.leaves().slot(ITS_LEAF)).isNull();
        serve("reader", Duration.ofHours(6));
        isTurn(NOW);
        assertThat(pod.leaves().slot(ITS_LEAF)).isNull();
    }

    @Test
    void a_slot_that_the_sidecar_chose_is_dropped_if_the_leaf_has_expired() {
        answer(issued(READER));
        pod.leaves().chooseSlot(ITS_LEAF, NOW.plus(HOUR));
        assertThat(isTurn(NOW.plus(HOUR))).isFalse();
        assertThat(pod.leaves().slot(ITS_LEAF)).isNull();
    }

    @Test
    void a_report_is_due_once_there_is_something_to_report_and_nothing_else_is_under_way() {
        answer(issued(READER));
        assertThat(due.isReportDue(NOW)).isFalse();
        report();
        assertThat(due.isReportDue(NOW)).isTrue();
        pod.issuer().called(NOW);
        assertThat(due.isReportDue(NOW)).isFalse();
        pod.issuer().returned();
        pod.leaves().call(ITS_LEAF);
        assertThat(due.isReportDue(NOW)).isFalse();
    }

    @Test
    void a_report_that_failed_waits_for_its_own_time() {
        answer(issued(READER));
        serve("reader", Duration.ofHours(6));
        report();
        pod.reports().failed(pod.reports().take(), NO_ANSWER, NOW, 0);
        assertThat(due.isReportDue(NOW.plusMillis(499))).isFalse();
        assertThat(due.isReportDue(NOW.plusMillis(500))).isTrue();
        assertThat(due.next(NOW)).isEqualTo(NOW.plusMillis(500));
    }

    @Test
    void missing_client_requests_are_reported_separately() {
        answer(issued(READER));
        serve("reader", Duration.ofHours(6));
        RoleState state = pod.roles().state("reader");
        served.serve(
                new Served("", null, Map.of("reader", new Served.Profile("token", state.credentials(), null)), null));
        pod.clients().look(NOW);
        assertThat(due.next(NOW)).isEqualTo(NOW.plus(Clients.PATIENCE));
        assertThat(due.isReportDue(NOW.plus(Clients.PATIENCE))).isTrue();
    }

    @Test
    void with_nothing_to_do_the_next_look_is_in_an_hour() {
        answer(issued(READER));
        serve("reader", Duration.ofHours(6));
        pod.leaves().setSlot(ITS_LEAF, NOW.plus(HOUR.multipliedBy(2)));
        assertThat(due.next(NOW)).isEqualTo(NOW.plus(HOUR));
    }

    @Test
    void a_call_of_the_operator_ends_before_the_next_one_is_planned() {
        assertThat(due.next(NOW)).isEqualTo(Instant.EPOCH);
        pod.issuer().called(NOW);
        report();
        assertThat(due.next(NOW)).isEqualTo(NOW.plus(HOUR));
    }

    @Test
    void the_next_check_is_at_the_nearest_slot() {
        answer(issued(READER));
        pod.leaves().setSlot(ITS_LEAF, NOW.plusSeconds(90));
        assertThat(due.next(NOW)).isEqualTo(NOW.plusSeconds(90));
    }

    @Test
    void the_next_check_is_when_the_first_role_is_due_for_a_slot() {
        answer(issued(READER));
        serve("reader", Duration.ofHours(2));
        assertThat(due.next(NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(20)));
        pod.issuer().called(NOW);
        assertThat(due.next(NOW)).as("its answer comes first").isEqualTo(NOW.plus(HOUR));
    }

    @Test
    void while_the_operator_is_away_a_held_leaf_does_for_a_role_when_it_is_due() {
        answer(issued(READER));
        serve("reader", Duration.ofHours(2));
        Instant dueAt = NOW.plus(Duration.ofMinutes(20));
        Instant now = dueAt.minusSeconds(10);
        // The operator is called again later than the role is due.
        fail(now, 9);
        assertThat(due.next(now)).isEqualTo(dueAt);
    }

    @Test
    void while_the_operator_is_away_a_role_whose_leaf_has_ended_waits_for_it() {
        Instant end = NOW.plus(Duration.ofMinutes(10));
        answer(issued(READER.until(end)));
        serve("reader", Duration.ofHours(2));
        Instant now = NOW.plus(Duration.ofMinutes(30));
        fail(now, 3);
        assertThat(due.next(now)).isEqualTo(now.plusSeconds(2));
    }

    @Test
    void during_an_operator_outage_a_role_with_its_own_slot_still_calls_the_operator() {
        answer(issued(READER));
        serve("reader", Duration.ofHours(2));
        Instant dueAt = NOW.plus(Duration.ofMinutes(20));
        fail(dueAt, 3);
        pod.leaves().chooseSlot(ITS_LEAF, dueAt.plusSeconds(600));
        assertThat(due.next(dueAt)).isEqualTo(dueAt.plusSeconds(2));
    }

    @Test
    void the_next_check_is_when_credentials_are_no_longer_served() {
        answer(issued(READER));
        serve("reader", Duration.ofMinutes(10));
        pod.leaves().call(ITS_LEAF);
        assertThat(due.next(NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(9)).plusMillis(1));
        Instant after = NOW.plus(Duration.ofMinutes(10));
        assertThat(due.next(after)).as("they are gone").isEqualTo(NOW.plus(HOUR));
    }

    @Test
    void a_target_role_is_assumed_when_it_is_due_and_nothing_else_is_under_way_for_the_role() {
        IssuedRole leaf = answerAssuming();
        assertThat(due.isAssumeDue(leaf, NOW)).as("without a first session").isFalse();
        begin(leaf);
        assertThat(due.isAssumeDue(leaf, NOW)).isTrue();
        assertThat(due.isAssumeDue(ITS_LEAF, NOW)).as("without a target role").isFalse();
        pod.leaves().assume(leaf);
        assertThat(due.isAssumeDue(leaf, NOW)).as("under way").isFalse();
    }

    @Test
    void the_next_check_is_when_a_target_role_is_due() {
        IssuedRole leaf = answerAssuming();
        begin(leaf);
        assume(leaf, NOW);
        assertThat(due.next(NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
    }

    @Test
    void an_expired_first_session_does_not_wake_the_sidecar() {
        IssuedRole leaf = answerAssuming();
        begin(leaf);
        assume(leaf, NOW);
        pod.leaves().setSlot(leaf, NOW.plus(Duration.ofHours(9)));
        pod.issuer().called(NOW);
        Instant after = NOW.plus(Duration.ofHours(6));
        assertThat(due.next(after)).isEqualTo(after.plus(HOUR));
    }

    @Test
    void during_an_operator_outage_a_first_session_is_renewed_within_a_quarter_of_its_remaining_time() {
        TestRole longLeaf = READER.assuming("writer").until(NOW.plus(Duration.ofHours(20)));
        answer(issued(longLeaf));
        IssuedRole leaf = longLeaf.make();
        begin(leaf);
        pod.issuer().failed(NO_ANSWER, NOW, 0);
        Instant renewal = NOW.plus(HOUR);
        assertThat(due.isTurnOf(leaf, renewal, 0.8)).isFalse();
        assertThat(pod.leaves().slot(leaf)).isEqualTo(renewal.plus(HOUR));
    }

    private IssuedRole answerAssuming() {
        TestRole role = READER.assuming("writer");
        answer(issued(role));
        return role.make();
    }

    /** With a first session of six hours, which is renewed after one. */
    private void begin(IssuedRole role) {
        RoleState begun = pod.roles()
                .state("reader")
                .begun(credentials("ASIA1", NOW.plus(Duration.ofHours(6))), target(role), null, NOW, 0);
        pod.roles().update("reader", begun, NOW);
    }

    private void assume(IssuedRole role, Instant now) {
        RoleState begun = pod.roles().state("reader");
        pod.roles()
                .update(
                        "reader",
                        begun.assumed(
                                Objects.requireNonNull(begun.first()),
                                credentials("ASIA2", now.plus(HOUR)),
                                target(role),
                                now,
                                0),
                        now);
    }

    private static TargetRole target(IssuedRole role) {
        return Objects.requireNonNull(role.target());
    }

    private void answer(Issued issued) {
        pod.issuer().answered(issued, NOW, 0);
        pod.leaves().replace(issued.roles());
        pod.roles().issued(issued, NOW);
    }

    /** Renewed at the end of the interval. */
    private void serve(String role, Duration life) {
        pod.roles()
                .update(role, pod.roles().state(role).renewed(credentials("ASIA", NOW.plus(life)), null, NOW, 0), NOW);
    }

    private void fail(Instant now, int times) {
        for (int i = 0; i < times; i++) {
            pod.issuer().failed(NO_ANSWER, now, 0);
        }
    }

    private void report() {
        pod.reports().add(new Outcome("reader", "Throttled", "wait", 429, null, null, null, null));
    }

    private boolean isTurn(Instant now) {
        return due.isTurnOf(ITS_LEAF, now, 0);
    }
}
