package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.refresh.TestRole.HOUR;
import static dev.rolesanywhere.sidecar.refresh.TestRole.NOW;
import static dev.rolesanywhere.sidecar.refresh.TestRole.credentials;
import static dev.rolesanywhere.sidecar.refresh.TestRole.issued;
import static dev.rolesanywhere.sidecar.refresh.TestRole.named;
import static dev.rolesanywhere.sidecar.refresh.TestRole.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import dev.rolesanywhere.sidecar.volume.StoredCredentials;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The changes of a pod's roles between two answers of the operator. */
class RoleStatesTest {
    private static final TestRole READER = named("reader");
    private static final TestRole WRITER = named("writer");

    /** Later than the credentials of all tests are served. */
    private static final Instant LATER = NOW.plus(HOUR);

    @TempDir
    Path directory;

    private RoleStates roles;

    @BeforeEach
    void start() {
        roles = new RoleStates(new VolumeMirror(new CredentialsVolume(directory), new SecureRandom()));
    }

    @Test
    void before_the_first_answer_nothing_is_served() {
        assertThat(roles.last()).isNull();
        assertThat(roles.defaultRole()).isNull();
        assertThat(roles.defaultInWaiting()).isNull();
        assertThat(roles.unanswered()).isNull();
        assertThat(roles.isIssued("reader")).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> roles.state("reader"))
                .withMessage("no role reader");
    }

    @Test
    void credentials_of_a_sidecar_before_this_one_are_served_on_under_their_profiles() {
        roles.restore(
                null, Map.of("of-reader", stored("reader", LATER), "of-writer", stored("writer", NOW)), null, NOW);
        assertThat(roles.profiles()).containsOnly(Map.entry("of-reader", "reader"));
        assertThat(roles.states()).containsOnlyKeys("reader");
        assertThat(roles.state("reader").credentials()).isEqualTo(credentials("ASIA", LATER));
        assertThat(roles.state("reader").isDue(NOW)).isTrue();
        assertThat(roles.state("reader").life()).isNull();
    }

    @Test
    void the_default_credentials_of_a_sidecar_before_this_one_count_for_its_default_role_only() {
        roles.restore("reader", Map.of(), stored("writer", LATER), NOW);
        assertThat(roles.defaultRole()).isEqualTo("reader");
        assertThat(roles.states()).isEmpty();

        roles.restore("reader", Map.of(), stored("reader", LATER), NOW);
        assertThat(roles.states()).containsOnlyKeys("reader");
        assertThat(roles.profiles()).isEmpty();
    }

    @Test
    void a_new_role_is_due_at_once_and_keeps_its_state_in_later_answers() {
        roles.issued(issued(READER), NOW);
        assertThat(roles.state("reader").isDue(NOW)).isTrue();
        serve("reader", LATER);
        roles.issued(issued(READER), NOW.plusSeconds(1));
        assertThat(roles.state("reader").credentials()).isNotNull();
        assertThat(roles.isIssued("reader")).isTrue();
        assertThat(roles.isIssued("writer")).isFalse();
    }

    @Test
    void a_removed_role_is_served_until_its_credentials_expire_and_then_forgotten_with_its_profile() {
        roles.issued(issued(READER, WRITER), NOW);
        serve("reader", LATER);
        roles.issued(issued(WRITER), NOW);
        assertThat(roles.states()).containsOnlyKeys("reader", "writer");
        assertThat(roles.profiles()).containsOnlyKeys("reader", "writer");

        roles.issued(issued(WRITER), LATER);
        assertThat(roles.states()).containsOnlyKeys("writer");
        assertThat(roles.profiles()).containsOnlyKeys("writer");
    }

    @Test
    void a_removed_role_without_credentials_is_forgotten() {
        roles.issued(issued(READER, WRITER), NOW);
        roles.issued(issued(WRITER), NOW);
        assertThat(roles.states()).containsOnlyKeys("writer");
    }

    @Test
    void a_role_that_is_refused_now_stays_with_its_profile_and_the_reason() {
        roles.issued(issued(READER), NOW);
        roles.issued(new Issued(null, List.of(), List.of(refused("reader"))), NOW);
        assertThat(roles.states()).containsOnlyKeys("reader");
        assertThat(roles.profiles()).containsOnlyKeys("reader");
        assertThat(problem("reader"))
                .isEqualTo("role reader is not served: NamespaceNotAllowed: ask the platform team");
    }

    @Test
    void a_refusal_with_a_leaf_for_the_same_role_has_no_effect() {
        roles.issued(new Issued(null, List.of(READER.make()), List.of(refused("reader"))), NOW);
        assertThat(problem("reader")).isNull();
    }

    @Test
    void the_refusal_of_another_role_does_not_affect_this_role() {
        roles.issued(new Issued(null, List.of(READER.make()), List.of(refused("writer"))), NOW);
        serve("reader", LATER);
        roles.issued(new Issued(null, List.of(), List.of(refused("writer"))), NOW);
        assertThat(problem("reader")).isEqualTo("role reader is no longer bound to this pod");
    }

    @Test
    void a_used_default_role_is_kept_even_if_unbound_and_expired() {
        roles.issued(issued(READER.byDefault(), WRITER), NOW);
        serve("reader", LATER);
        roles.issued(issued(WRITER), LATER);
        assertThat(roles.states()).containsOnlyKeys("reader", "writer");
        assertThat(roles.defaultRole()).isEqualTo("reader");
        assertThat(problem("reader"))
                .isEqualTo(
                        "role reader is no longer bound to this pod. It was the pod's default role and is not replaced by another"
                                + " role: bind the role again, or recreate the pod");
    }

    @Test
    void the_profile_of_a_default_that_is_gone_ends_with_its_credentials() {
        roles.issued(issued(READER.byDefault(), WRITER), NOW);
        serve("reader", LATER);
        roles.issued(issued(WRITER), NOW);
        assertThat(roles.profiles()).containsOnlyKeys("reader", "writer");
        roles.issued(issued(WRITER), LATER);
        assertThat(roles.profiles()).containsOnlyKeys("writer");
    }

    @Test
    void the_last_answer_is_the_newest() {
        Issued newest = issued(WRITER);
        roles.issued(issued(READER), NOW);
        roles.issued(newest, NOW);
        assertThat(roles.last()).isSameAs(newest);
    }

    @Test
    void an_unbound_default_role_without_credentials_is_forgotten() {
        roles.issued(issued(READER.byDefault(), WRITER), NOW);
        assertThat(roles.defaultRole()).isEqualTo("reader");
        roles.issued(issued(WRITER), NOW);
        assertThat(roles.states()).containsOnlyKeys("writer");
        assertThat(roles.defaultRole()).isNull();
    }

    @Test
    void a_role_whose_target_role_is_gone_is_due_at_once() {
        TestRole stepping = READER.assuming("writer");
        roles.issued(issued(stepping), NOW);
        roles.update(
                "reader",
                roles.state("reader")
                        .begun(
                                credentials("ASIA1", LATER),
                                Objects.requireNonNull(stepping.make().target()),
                                null,
                                NOW,
                                0),
                NOW);
        roles.issued(issued(stepping), NOW.plusSeconds(1));
        assertThat(roles.state("reader").first()).isNotNull();
        roles.issued(issued(READER), NOW.plusSeconds(2));
        assertThat(roles.state("reader").first()).isNull();
        assertThat(roles.state("reader").dueAt()).isEqualTo(NOW.plusSeconds(2));
    }

    @Test
    void an_answer_does_not_change_the_schedule_of_a_role_without_a_target_role() {
        roles.issued(issued(READER), NOW);
        serve("reader", LATER);
        Instant dueAt = roles.state("reader").dueAt();
        roles.issued(issued(READER), NOW.plusSeconds(1));
        assertThat(roles.state("reader").dueAt()).isEqualTo(dueAt);
    }

    @Test
    void a_profile_passes_to_the_role_that_the_answer_names_for_it() {
        roles.issued(issued(READER.inProfile("shared")), NOW);
        roles.issued(issued(WRITER.inProfile("shared")), NOW);
        assertThat(roles.profiles()).containsOnly(Map.entry("shared", "writer"));
    }

    @Test
    void a_new_default_role_waits_for_its_own_credentials() {
        roles.issued(issued(READER.byDefault()), NOW);
        serve("reader", LATER);
        roles.issued(issued(READER, WRITER.byDefault()), NOW);
        assertThat(roles.defaultRole()).isEqualTo("reader");
        serve("writer", LATER);
        assertThat(roles.defaultRole()).isEqualTo("writer");
        assertThat(roles.defaultInWaiting()).isNull();
    }

    @Test
    void a_new_default_role_without_the_old_role_is_not_used_automatically() {
        roles.issued(issued(READER.byDefault()), NOW);
        assertThat(roles.defaultInWaiting()).isNull();
        serve("reader", LATER);
        roles.issued(issued(WRITER.byDefault()), NOW);
        serve("writer", LATER);
        assertThat(roles.defaultRole()).isEqualTo("reader");
        assertThat(roles.defaultInWaiting()).isEqualTo("writer");

        roles.issued(issued(WRITER), NOW);
        assertThat(roles.defaultInWaiting()).isNull();
    }

    @Test
    void an_expired_default_role_is_replaced_if_the_operator_serves_both_roles() {
        roles.issued(issued(READER.byDefault()), NOW);
        serve("reader", LATER);
        roles.issued(issued(READER, WRITER.byDefault()), LATER);
        assertThat(roles.defaultRole()).isEqualTo("writer");
    }

    @Test
    void why_credentials_are_not_newer_is_the_roles_own_problem_before_the_operators() {
        roles.issued(issued(READER), NOW);
        roles.issuerFailed("TemporarilyUnavailable: try again");
        assertThat(problem("reader")).isEqualTo("TemporarilyUnavailable: try again");
        assertThat(roles.issuerProblem()).isEqualTo("TemporarilyUnavailable: try again");
        roles.update("reader", roles.state("reader").because("Throttled: wait"), NOW);
        assertThat(problem("reader")).isEqualTo("Throttled: wait");
    }

    @Test
    void an_answer_ends_the_operators_problem() {
        roles.issuerFailed("TemporarilyUnavailable: try again");
        roles.issued(issued(READER), NOW);
        assertThat(roles.issuerProblem()).isNull();
        assertThat(problem("reader")).isNull();
    }

    @Test
    void before_the_first_answer_no_role_is_called_unbound() {
        roles.restore(null, Map.of("reader", stored("reader", LATER)), null, NOW);
        assertThat(problem("reader")).isNull();
    }

    @Test
    void a_role_is_unanswered_until_it_has_credentials_or_a_problem() {
        roles.issued(issued(READER, WRITER), NOW);
        assertThat(roles.unanswered()).isEqualTo("reader");
        serve("reader", LATER);
        assertThat(roles.unanswered()).isEqualTo("writer");
        roles.update("writer", roles.state("writer").because("Throttled: wait"), NOW);
        assertThat(roles.unanswered()).isNull();
    }

    @Test
    void a_role_whose_turn_comes_later_is_unanswered_and_one_that_is_not_served_is_not() {
        RefusedRole queued = new RefusedRole("queued", false, "QueuedForAWS", "wait", Duration.ofSeconds(90), null);
        roles.issued(new Issued(null, List.of(), List.of(refused("reader"), queued)), NOW);
        assertThat(roles.unanswered()).isEqualTo("queued");
        roles.issued(new Issued(null, List.of(), List.of(refused("reader"))), NOW);
        assertThat(roles.unanswered()).isNull();
    }

    @Test
    void a_clock_that_was_ahead_moves_when_roles_are_due() {
        roles.issued(issued(READER), NOW);
        roles.setBack(Duration.ofMinutes(3));
        assertThat(roles.state("reader").dueAt()).isEqualTo(NOW.minusSeconds(180));
    }

    private @Nullable String problem(String role) {
        return roles.problem(role, roles.state(role));
    }

    private void serve(String role, Instant until) {
        roles.update(role, roles.state(role).renewed(credentials("ASIA", until), null, NOW, 0), NOW);
    }

    private static StoredCredentials stored(String role, Instant until) {
        Credentials credentials = credentials("ASIA", until);
        return new StoredCredentials(role, credentials);
    }
}
