package dev.rolesanywhere.operator.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.State;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.crds.trustanchor.SecretReference;
import dev.rolesanywhere.crds.trustanchor.SelfSigned;
import dev.rolesanywhere.operator.rotation.TrustProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rotation of a CA: which CA signs when, and the messages for users. The test sets AWS's answers. */
class RotationTest {
    private final RotationStage stage = new RotationStage();

    @Test
    void a_requested_next_ca_is_created_and_does_not_sign_before_aws_trusts_it() {
        String first = stage.reconciled().active();
        stage.annotate(Annotations.ROTATE, first);
        stage.aws = new TrustProof.NotYet("trust anchor arn:x does not contain it.");

        stage.reconciled();

        assertThat(stage.active()).isEqualTo(first);
        assertThat(stage.states()).containsExactly(State.Active, State.Next);
        assertThat(stage.anchor.getStatus().caBundle().split("BEGIN CERTIFICATE"))
                .hasSize(3);
        assertThat(stage.store.configMaps.get(RotationStage.SECRET))
                .isEqualTo(stage.anchor.getStatus().caBundle());
        assertThat(stage.condition("Rotation").reason()).isEqualTo("NextAwaitsTrust");
        assertThat(stage.condition("Rotation").message())
                .contains("arn:x does not contain it")
                .contains("aws rolesanywhere update-trust-anchor");
    }

    @Test
    void a_trust_that_lasts_activates_next_and_the_old_one_retires_after_its_last_leaf() {
        String first = stage.reconciled().active();
        stage.annotate(Annotations.ROTATE, first);
        stage.aws = new TrustProof.Trusted();

        assertThat(stage.reconciled().condition("Rotation").reason()).isEqualTo("NextTrusted");
        assertThat(stage.active()).isEqualTo(first);
        stage.pass(Duration.ofMinutes(2));
        assertThat(stage.reconciled().condition("Rotation").reason()).isEqualTo("OldRetiring");
        assertThat(stage.active()).isNotEqualTo(first);
        assertThat(stage.states()).containsExactly(State.Active, State.Retiring);
        stage.pass(Duration.ofHours(24));
        assertThat(stage.reconciled().states()).containsExactly(State.Active, State.Retiring);
        stage.pass(Duration.ofHours(1));

        assertThat(stage.reconciled().states()).containsExactly(State.Active);
        assertThat(stage.condition("Rotation").reason()).isEqualTo("Settled");
        assertThat(stage.store.secrets.get(RotationStage.SECRET).keySet())
                .containsExactlyInAnyOrder("tls.crt", "tls.key", "source", "generation");
    }

    @Test
    void lost_trust_restarts_the_wait() {
        stage.annotate(Annotations.ROTATE, stage.reconciled().active());
        stage.aws = new TrustProof.Trusted();
        String first = stage.reconciled().active();
        stage.pass(Duration.ofMinutes(1));
        stage.aws = new TrustProof.NotYet("it was taken out.");
        stage.reconciled();
        stage.pass(Duration.ofMinutes(1));
        stage.aws = new TrustProof.Trusted();

        assertThat(stage.reconciled().condition("Rotation").reason()).isEqualTo("NextTrusted");
        assertThat(stage.active()).isEqualTo(first);
    }

    @Test
    void the_next_ca_is_activated_by_fingerprint_if_aws_cannot_be_checked() {
        String first = stage.reconciled().active();
        stage.annotate(Annotations.ROTATE, first);
        stage.aws = new TrustProof.Unknown("EndpointUnreachable.");
        assertThat(stage.reconciled().condition("Rotation").reason()).isEqualTo("NextNotProven");
        String next = stage.fingerprint(State.Next);
        assertThat(stage.condition("Rotation").message()).contains(Annotations.ACTIVATE + "=" + next);

        stage.annotate(Annotations.ACTIVATE, first);
        assertThat(stage.reconciled().active()).isEqualTo(first);
        stage.annotate(Annotations.ACTIVATE, next);

        assertThat(stage.reconciled().active()).isEqualTo(next);
    }

    @Test
    void the_next_ca_is_created_well_before_expiration_and_every_generation_has_a_separate_subject() {
        stage.aws = new TrustProof.Trusted();
        stage.reconciled();
        List<String> subjects = new ArrayList<>(List.of(stage.subject()));
        for (int generation = 2; generation <= 3; generation++) {
            stage.pass(Duration.ofDays(3652 - 185));
            assertThat(stage.reconciled().states()).containsExactly(State.Active);
            stage.pass(Duration.ofDays(5));
            assertThat(stage.reconciled().states()).containsExactly(State.Active, State.Next);
            stage.pass(Duration.ofMinutes(2));
            stage.reconciled();
            subjects.add(stage.subject());
            stage.pass(Duration.ofDays(2));
            stage.reconciled();
        }

        assertThat(subjects).doesNotHaveDuplicates().last().asString().contains("prod-1.example.org 3");
    }

    @Test
    void another_kind_of_authority_is_a_rotation_in_both_directions() {
        stage.aws = new TrustProof.Trusted();
        String own = stage.reconciled().active();
        stage.store.secrets.put("my-ca", stage.users("corp"));
        stage.authority(new CertificateAuthoritySpec(null, new SecretReference("my-ca")));

        assertThat(stage.reconciled().active()).isEqualTo(own);
        stage.pass(Duration.ofMinutes(2));
        assertThat(stage.reconciled().subject()).contains("corp");

        stage.pass(Duration.ofHours(25));
        stage.authority(new CertificateAuthoritySpec(new SelfSigned(null, null), null));
        stage.reconciled();
        stage.pass(Duration.ofMinutes(2));

        assertThat(stage.reconciled().active()).isNotEqualTo(own);
        assertThat(stage.subject()).contains("prod-1.example.org 2");
    }

    @Test
    void reverting_the_spec_before_the_next_ca_signs_deletes_it() {
        String own = stage.reconciled().active();
        stage.store.secrets.put("my-ca", stage.users("corp"));
        stage.authority(new CertificateAuthoritySpec(null, new SecretReference("my-ca")));
        assertThat(stage.reconciled().states()).containsExactly(State.Active, State.Next);

        stage.authority(new CertificateAuthoritySpec(new SelfSigned(null, null), null));

        assertThat(stage.reconciled().states()).containsExactly(State.Active);
        assertThat(stage.active()).isEqualTo(own);
    }

    @Test
    void a_users_secret_with_another_key_is_a_rotation() {
        Map<String, byte[]> old = stage.users("corp");
        stage.store.secrets.put("my-ca", old);
        stage.authority(new CertificateAuthoritySpec(null, new SecretReference("my-ca")));
        String first = stage.reconciled().active();
        stage.store.secrets.put("my-ca", stage.users("corp"));

        stage.reconciled();

        assertThat(stage.active()).isEqualTo(first);
        assertThat(stage.states()).containsExactly(State.Active, State.Next);
        assertThat(stage.store.secrets.get(RotationStage.SECRET).get("tls.key")).isEqualTo(old.get("tls.key"));
    }

    @Test
    void a_new_certificate_for_the_same_key_in_a_users_secret_is_used_immediately() {
        stage.store.secrets.put("my-ca", stage.users("corp"));
        stage.authority(new CertificateAuthoritySpec(null, new SecretReference("my-ca")));
        String first = stage.reconciled().active();
        stage.store.secrets.put("my-ca", stage.renewed(stage.store.secrets.get("my-ca")));

        stage.reconciled();

        assertThat(stage.active()).isNotEqualTo(first);
        assertThat(stage.fingerprint(State.Retiring)).isEqualTo(first);
        assertThat(stage.condition("Rotation").reason()).isEqualTo("Renewed");
        assertThat(stage.condition("Rotation").message()).contains("same key").contains("update-trust-anchor");
    }

    @Test
    void a_users_secret_that_breaks_does_not_stop_the_ca_that_is_known() {
        stage.store.secrets.put("my-ca", stage.users("corp"));
        stage.authority(new CertificateAuthoritySpec(null, new SecretReference("my-ca")));
        String first = stage.reconciled().active();
        stage.store.secrets.put("my-ca", Map.of("tls.crt", new byte[] {1}, "tls.key", new byte[] {1}));

        stage.reconciled();

        assertThat(stage.active()).isEqualTo(first);
        assertThat(stage.condition("Ready").holds()).isTrue();
        assertThat(stage.condition("Rotation").reason()).isEqualTo("SourceUnfit");
        assertThat(stage.condition("Rotation").message()).contains("my-ca");
    }

    @Test
    void a_next_ca_outside_the_spec_never_signs_even_if_the_specs_ca_is_unusable() {
        String first = stage.reconciled().active();
        stage.store.secrets.put("waiting", stage.users("corp"));
        stage.authority(new CertificateAuthoritySpec(null, new SecretReference("waiting")));
        assertThat(stage.reconciled().states()).contains(State.Next);
        stage.authority(new CertificateAuthoritySpec(null, new SecretReference("missing")));
        stage.aws = new TrustProof.Trusted();
        stage.reconciled();
        stage.pass(Duration.ofMinutes(10));

        assertThat(stage.reconciled().active()).isEqualTo(first);
        assertThat(stage.condition("Rotation").reason()).isEqualTo("SourceUnfit");
        assertThat(stage.condition("Rotation").message()).contains("'missing'");
    }

    @Test
    void while_a_ca_retires_no_other_ca_is_created_so_aws_never_has_three() {
        stage.aws = new TrustProof.Trusted();
        stage.annotate(Annotations.ROTATE, stage.reconciled().active());
        stage.reconciled();
        stage.pass(Duration.ofMinutes(2));
        String second = stage.reconciled().active();
        stage.annotate(Annotations.ROTATE, second);

        assertThat(stage.reconciled().states()).containsExactly(State.Active, State.Retiring);
        assertThat(stage.condition("Rotation").reason()).isEqualTo("WaitsForRetirement");
        stage.pass(Duration.ofHours(25));
        assertThat(stage.reconciled().states()).containsExactly(State.Active, State.Next);
    }

    @Test
    void two_concurrent_operators_create_one_next_ca() {
        stage.annotate(Annotations.ROTATE, stage.reconciled().active());
        RotationStage other = stage.another();
        boolean[] once = {false};
        stage.store.beforeReplace(() -> {
            if (!once[0]) {
                once[0] = true;
                other.reconciled();
            }
        });

        stage.reconciled();

        assertThat(stage.fingerprint(State.Next)).isEqualTo(other.fingerprint(State.Next));
        assertThat(stage.store.writes).isEqualTo(1);
    }

    @Test
    void another_operator_continues_a_rotation_after_each_interrupted_write() {
        stage.aws = new TrustProof.Trusted();
        String first = stage.reconciled().active();
        stage.annotate(Annotations.ROTATE, first);
        int deaths = 0;
        for (int i = 0; i < 40 && stage.states().size() + deaths > 0; i++) {
            boolean[] died = {false};
            stage.store.beforeReplace(() -> {
                if (!died[0]) {
                    died[0] = true;
                    throw new IllegalStateException("killed");
                }
            });
            try {
                stage.another().reconciled();
            } catch (IllegalStateException e) {
                deaths++;
            }
            stage.store.beforeReplace(() -> {});
            // The write happens, and the process ends before the status is written.
            stage.advanceWithoutStatus();
            stage.reconciled();
            stage.pass(Duration.ofHours(13));
            if (stage.condition("Rotation").reason().equals("Settled")
                    && !stage.active().equals(first)) {
                break;
            }
        }

        assertThat(deaths).isGreaterThanOrEqualTo(3);
        assertThat(stage.condition("Rotation").reason()).isEqualTo("Settled");
        assertThat(stage.active()).isNotEqualTo(first);
        assertThat(stage.condition("Ready").holds()).isTrue();
    }

    @Test
    void a_backup_from_before_the_rotation_signs_only_after_explicit_approval() {
        Map<String, byte[]> backup = Map.copyOf(stage.reconciled().store.secrets.get(RotationStage.SECRET));
        String first = stage.active();
        stage.rotate();
        String second = stage.active();
        stage.store.secrets.put(RotationStage.SECRET, backup);

        Condition condition = stage.reconciled().condition("CertificateAuthorityReady");
        assertThat(condition.reason()).isEqualTo("UnexpectedKey");
        assertThat(condition.message()).contains(second).contains(Annotations.REPLACE_LOST_KEY);

        stage.annotate(Annotations.REPLACE_LOST_KEY, second);
        assertThat(stage.reconciled().active()).isEqualTo(first);
        assertThat(stage.condition("Ready").holds()).isTrue();
    }

    @Test
    void a_backup_from_the_middle_of_the_rotation_needs_no_manual_step() {
        stage.aws = new TrustProof.Trusted();
        stage.annotate(Annotations.ROTATE, stage.reconciled().active());
        Map<String, byte[]> backup = Map.copyOf(stage.reconciled().store.secrets.get(RotationStage.SECRET));
        stage.pass(Duration.ofMinutes(2));
        String second = stage.reconciled().active();
        stage.store.secrets.put(RotationStage.SECRET, backup);

        assertThat(stage.reconciled().active()).isEqualTo(second);
    }

    @Test
    void a_moved_cluster_that_names_a_trust_anchor_waits_for_its_key() {
        stage.register();

        Condition condition = stage.reconciled().condition("CertificateAuthorityReady");
        assertThat(condition.reason()).isEqualTo("KeyLost");
        assertThat(condition.message()).contains("earlier CA").contains(Annotations.GENERATE_UNTIL);
        assertThat(stage.store.secrets).isEmpty();

        // In Git the annotation would stay forever, and create a second CA in a cluster that is rebuilt a year
        // later.
        stage.annotate(Annotations.REPLACE_LOST_KEY, "unknown");
        assertThat(stage.reconciled().condition("CertificateAuthorityReady").reason())
                .isEqualTo("KeyLost");

        stage.annotate(
                Annotations.GENERATE_UNTIL,
                stage.clock.instant().plus(Duration.ofDays(7)).toString());
        assertThat(stage.reconciled().condition("CertificateAuthorityReady").reason())
                .isEqualTo("Generated");
    }

    @Test
    void a_ca_that_expires_before_aws_knows_the_next_one_is_reported_early_and_shortens_leaves() {
        stage.aws = new TrustProof.NotYet("nobody told it.");
        stage.reconciled();
        assertThat(stage.condition("NotExpiring").reason()).isEqualTo("NotExpiringSoon");
        stage.pass(Duration.ofDays(3652 - 90));
        assertThat(stage.reconciled().condition("NotExpiring").reason()).isEqualTo("ExpiresWithin90Days");
        stage.pass(Duration.ofDays(60));
        assertThat(stage.reconciled().condition("NotExpiring").reason()).isEqualTo("ExpiresWithin30Days");
        stage.pass(Duration.ofDays(23));
        assertThat(stage.reconciled().condition("NotExpiring").reason()).isEqualTo("ExpiresWithin7Days");
        stage.pass(Duration.ofDays(7).minusMinutes(30));
        assertThat(stage.reconciled().condition("NotExpiring").message())
                .contains("before the end of their leafDuration");
        stage.pass(Duration.ofMinutes(31));

        assertThat(stage.reconciled().condition("NotExpiring").reason()).isEqualTo("Expired");
        assertThat(stage.condition("Rotation").reason()).isEqualTo("NextAwaitsTrust");
        stage.aws = new TrustProof.Trusted();
        stage.reconciled();
        stage.pass(Duration.ofMinutes(2));
        assertThat(stage.reconciled().condition("Ready").holds()).isTrue();
    }

    @Test
    void keys_are_in_no_status_and_in_no_text() {
        stage.annotate(Annotations.ROTATE, stage.reconciled().active());
        stage.reconciled();

        assertThat(stage.anchor.getStatus().toString()).doesNotContain("PRIVATE");
        assertThat(stage.lastFacts.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void a_decision_that_never_rests_is_an_error_and_no_endless_loop() {
        stage.annotate(Annotations.ROTATE, stage.reconciled().active());
        stage.store.loseEveryWrite();

        assertThatIllegalStateException().isThrownBy(stage::reconciled).withMessageContaining("did not settle");
    }
}
