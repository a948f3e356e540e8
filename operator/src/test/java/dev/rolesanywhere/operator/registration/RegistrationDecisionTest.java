package dev.rolesanywhere.operator.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.registration.RegistrationStep.CreateAnchor;
import dev.rolesanywhere.operator.registration.RegistrationStep.CreateProfile;
import dev.rolesanywhere.operator.registration.RegistrationStep.DeleteAnchor;
import dev.rolesanywhere.operator.registration.RegistrationStep.DeleteProfile;
import dev.rolesanywhere.operator.registration.RegistrationStep.MapAttributes;
import dev.rolesanywhere.operator.registration.RegistrationStep.PutNotices;
import dev.rolesanywhere.operator.registration.RegistrationStep.Rest;
import dev.rolesanywhere.operator.registration.RegistrationStep.UpdateAnchor;
import dev.rolesanywhere.operator.registration.RegistrationStep.UpdateProfile;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.KeySpec;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS's state on the left, the next call on the right, row by row. */
class RegistrationDecisionTest {
    private static final String CA = ca(1);
    private static final String NEXT = ca(2);
    private static final String ROLE = "arn:aws:iam::111122223333:role/reader";
    private static final DesiredRegistration WISH =
            new DesiredRegistration("prod", Map.of("cluster", "one"), CA, Set.of(ROLE), 3600);
    private static final ObservedAnchor ANCHOR = new ObservedAnchor("ta-1", "arn:ta", true, true, CA, true);
    private static final ObservedProfile PROFILE =
            new ObservedProfile("p-1", "arn:p", true, true, Set.of(ROLE), 3600, DesiredRegistration.MAPPINGS);

    /** One line of the table. */
    record Row(String what, Facts facts, RegistrationStep step) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Row> what_is_missing_or_old_is_written() {
        Facts nothing = new Facts().anchor(null).profile(null);
        return Stream.of(
                new Row("there is nothing", nothing, new CreateAnchor()),
                new Row("there is no profile", new Facts().profile(null), new CreateProfile()),
                new Row(
                        "another CA comes",
                        new Facts().anchor(anchor(true, CA + NEXT, true)),
                        new UpdateAnchor("ta-1")),
                new Row(
                        "AWS tells nobody of the CA's end",
                        new Facts().anchor(anchor(true, CA, false)),
                        new PutNotices("ta-1")),
                new Row(
                        "the profile has no role",
                        new Facts().profile(profile(Set.of(), 3600)),
                        new UpdateProfile("p-1")),
                new Row(
                        "the profile's sessions are shorter",
                        new Facts().profile(profile(Set.of(ROLE), 900)),
                        new UpdateProfile("p-1")),
                new Row(
                        "the profile maps other attributes",
                        new Facts().profile(unmapped()),
                        new MapAttributes("p-1")));
    }

    static Stream<Row> what_somebody_else_changed_is_reported_and_left() {
        return Stream.of(
                rest(
                        "the trust anchor is gone",
                        applied().anchor(null),
                        Reason.Drifted,
                        "the trust anchor was deleted. To restore the desired state:"),
                rest(
                        "the profile is gone",
                        applied().profile(null),
                        Reason.Drifted,
                        "the profile was deleted. To restore the desired state:"),
                rest(
                        "one certificate more",
                        applied().anchor(anchor(true, CA + NEXT, true)),
                        Reason.Drifted,
                        "the certificates of the trust anchor were changed. To restore the desired state:"),
                rest(
                        "no notices",
                        applied().anchor(anchor(true, CA, false)),
                        Reason.Drifted,
                        "the notification settings of the trust anchor were changed. To restore the desired state:"),
                rest(
                        "shorter sessions",
                        applied().profile(profile(Set.of(ROLE), 900)),
                        Reason.Drifted,
                        "the profile's roles or duration were changed: it has [" + ROLE
                                + "] and 900 s, and should have [" + ROLE
                                + "] and 3600 s. To restore the desired state:"),
                rest(
                        "other attributes",
                        applied().profile(unmapped()),
                        Reason.Drifted,
                        "the attribute mapping of the profile was changed: it has {}, and should have "
                                + new TreeMap<>(DesiredRegistration.MAPPINGS) + ". To restore the desired state:"),
                new Row("a person wants it put right", applied().reapply().profile(null), new CreateProfile()));
    }

    static Stream<Row> what_is_as_it_should_be_or_must_not_be_touched_rests() {
        DesiredRegistration withoutRoles = new DesiredRegistration("prod", Map.of(), CA, Set.of(), 3600);
        return Stream.of(
                rest("all is well", new Facts(), Reason.InAWS, "trust anchor and profile are up to date."),
                rest(
                        "no role needs a profile",
                        new Facts().wish(withoutRoles).profile(null),
                        Reason.InAWS,
                        "trust anchor and profile are up to date."),
                rest(
                        "a disabled trust anchor",
                        new Facts().anchor(new ObservedAnchor("ta-1", "arn:ta", true, false, CA, true)),
                        Reason.DisabledInAWS,
                        "the trust anchor is disabled. The operator never enables it. Enable it in AWS when it is safe."),
                rest(
                        "a disabled profile",
                        new Facts()
                                .profile(new ObservedProfile(
                                        "p-1", "arn:p", true, false, Set.of(ROLE), 3600, DesiredRegistration.MAPPINGS)),
                        Reason.DisabledInAWS,
                        "the profile is disabled. The operator never enables it. Enable it in AWS when it is safe."),
                rest(
                        "certificates of another cluster",
                        new Facts().anchor(anchor(true, NEXT, true)),
                        Reason.CertificatesForeign,
                        "the trust anchor arn:ta contains none of this cluster's CA certificates. Restore the matching CA Secret, or"
                                + " overwrite the trust anchor with"),
                new Row(
                        "certificates of another cluster, which a person wants overwritten",
                        new Facts().reapply().anchor(anchor(true, NEXT, true)),
                        new UpdateAnchor("ta-1")),
                new Row(
                        "nothing was read of its certificates, and a person wants them overwritten",
                        new Facts().reapply().anchor(anchor(true, "no PEM", true)),
                        new UpdateAnchor("ta-1")));
    }

    static Stream<Row> what_is_somebody_elses_is_never_touched() {
        String advice =
                "' without this cluster's tags. Choose another name for the managed registration, or add the tags"
                        + " {cluster=one} to it so that the operator manages it.";
        ObservedAnchor foreign = anchor(false, NEXT, true);
        return Stream.of(
                rest(
                        "a trust anchor of that name",
                        new Facts().reapply().anchor(foreign).profile(null),
                        Reason.NameTaken,
                        "there is a trust anchor named 'prod" + advice),
                rest(
                        "a profile of that name",
                        new Facts().profile(new ObservedProfile("p-1", "arn:p", false, true, Set.of(), 900, Map.of())),
                        Reason.NameTaken,
                        "there is a profile named 'prod" + advice),
                rest(
                        "a trust anchor of that name where ours is to be deleted",
                        new Facts().removed().anchor(foreign),
                        Reason.NameTaken,
                        "there is a trust anchor named 'prod" + advice));
    }

    static Stream<Row> what_is_to_be_deleted_goes_with_the_profile_first() {
        return Stream.of(
                new Row("both are there", new Facts().removed(), new DeleteProfile("p-1")),
                new Row("the trust anchor is left", new Facts().removed().profile(null), new DeleteAnchor("ta-1")),
                rest(
                        "nothing is left",
                        new Facts().removed().anchor(null).profile(null),
                        Reason.Removed,
                        "trust anchor and profile are deleted."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "what_is_missing_or_old_is_written",
        "what_somebody_else_changed_is_reported_and_left",
        "what_is_as_it_should_be_or_must_not_be_touched_rests",
        "what_is_somebody_elses_is_never_touched",
        "what_is_to_be_deleted_goes_with_the_profile_first"
    })
    void decides(Row row) {
        assertThat(RegistrationDecision.decide(row.facts().build())).isEqualTo(row.step());
    }

    /** Builds the facts of one row. Unset facts are correct, and nothing was applied before. */
    private static final class Facts {
        private DesiredRegistration wish = WISH;
        private boolean present = true;
        private @Nullable ObservedAnchor anchor = ANCHOR;
        private @Nullable ObservedProfile profile = PROFILE;
        private @Nullable String applied;
        private boolean reapply;

        Facts wish(DesiredRegistration other) {
            wish = other;
            return this;
        }

        Facts anchor(@Nullable ObservedAnchor other) {
            anchor = other;
            return this;
        }

        Facts profile(@Nullable ObservedProfile other) {
            profile = other;
            return this;
        }

        Facts removed() {
            present = false;
            return this;
        }

        Facts applied(String digest) {
            applied = digest;
            return this;
        }

        Facts reapply() {
            reapply = true;
            return this;
        }

        RegistrationFacts build() {
            return new RegistrationFacts(
                    wish, present, Optional.ofNullable(anchor), Optional.ofNullable(profile), applied, reapply);
        }
    }

    private static Facts applied() {
        return new Facts().applied(WISH.digest());
    }

    private static Row rest(String what, Facts facts, Reason reason, String message) {
        return new Row(what, facts, new Rest(reason, message));
    }

    private static ObservedAnchor anchor(boolean ours, String pem, boolean notices) {
        return new ObservedAnchor("ta-1", "arn:ta", ours, true, pem, notices);
    }

    private static ObservedProfile profile(Set<String> roles, int seconds) {
        return new ObservedProfile("p-1", "arn:p", true, true, roles, seconds, DesiredRegistration.MAPPINGS);
    }

    private static ObservedProfile unmapped() {
        return new ObservedProfile("p-1", "arn:p", true, true, Set.of(ROLE), 3600, Map.of());
    }

    private static String ca(int generation) {
        return CertificatePem.encode(
                new SelfSignedAuthorities(new TestClock(Instant.parse("2026-01-02T03:04:05Z")), new SecureRandom())
                        .generate("prod.example.org", generation, KeySpec.P256, Duration.ofDays(30))
                        .certificate());
    }
}
