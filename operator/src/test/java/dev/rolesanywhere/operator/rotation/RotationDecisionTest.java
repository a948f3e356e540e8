package dev.rolesanywhere.operator.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.operator.rotation.RotationStep.AskAws;
import dev.rolesanywhere.operator.rotation.RotationStep.Become;
import dev.rolesanywhere.operator.rotation.RotationStep.MakeNext;
import dev.rolesanywhere.operator.rotation.RotationStep.Phase;
import dev.rolesanywhere.operator.rotation.RotationStep.Stay;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificateDraft;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.key.PrivateKeyPem;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts on the left, the decision on the right, table by table. The certificates are real; nothing else is. */
class RotationDecisionTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant LATER = NOW.plus(Duration.ofHours(9));
    private static final Duration TEN_YEARS = Duration.ofDays(3650);
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofDays(1);

    private static final KeyMaterial FIRST = material("own", 1, TEN_YEARS, KeyMaterial.OWN);
    private static final KeyMaterial SECOND = material("own", 2, TEN_YEARS, KeyMaterial.OWN);
    private static final KeyMaterial MONTH = material("own", 1, Duration.ofDays(30), KeyMaterial.OWN);
    private static final KeyMaterial HOURS = material("own", 1, Duration.ofHours(20), KeyMaterial.OWN);
    private static final KeyMaterial USERS = material("users", 1, TEN_YEARS, "secretRef/my-ca");
    private static final KeyMaterial RENEWED = renewed(USERS);
    private static final KeyMaterial OTHER = material("others", 1, TEN_YEARS, "secretRef/other-ca");
    private static final KeyMaterial TOKEN = KeyMaterial.external(
            material("token", 7, TEN_YEARS, KeyMaterial.OWN).certificates(), "outside/token");
    private static final KeyMaterial UNREADABLE = new KeyMaterial("no PEM", "no PEM", "secretRef/my-ca");

    /** One line of a table. */
    record Row(String facts, RotationFacts given, RotationStep decision) {
        @Override
        public String toString() {
            return facts;
        }
    }

    static Stream<Row> a_retiring_authority() {
        Generations held = new Generations(2, SECOND, null, retiring(FIRST, LATER));
        return Stream.of(
                row(
                        "its last leaf ends in a second",
                        own(held).at(LATER.minusSeconds(1)),
                        new Stay(Phase.OldRetiring, LATER.toString())),
                row("its last leaf ends now", own(held).at(LATER), new Become(Generations.first(2, SECOND))),
                row(
                        "its last leaf has ended",
                        own(held).at(LATER.plusSeconds(1)),
                        new Become(Generations.first(2, SECOND))),
                row(
                        "it leaves before anything else is done",
                        unfit("secretRef/my-ca", held).at(LATER).rotate(SECOND),
                        new Become(Generations.first(2, SECOND))),
                row(
                        "the next one stays when it leaves",
                        own(new Generations(3, SECOND, next(FIRST, NOW), retiring(HOURS, LATER)))
                                .at(LATER),
                        new Become(new Generations(3, SECOND, next(FIRST, NOW), null))));
    }

    static Stream<Row> the_operators_own_authority_is_desired() {
        Instant due = NOW.plus(TEN_YEARS).minus(Duration.ofDays(180));
        Instant dueOfMonth = NOW.minus(SKEW).plus(Duration.ofDays(20)).plusSeconds(200);
        Generations one = Generations.first(1, FIRST);
        Generations retiring = new Generations(2, SECOND, null, retiring(FIRST, LATER));
        Generations renewal = new Generations(0, RENEWED, null, retiring(USERS, LATER));
        return Stream.of(
                row("nothing is due", own(one), new Stay(Phase.Settled, due.toString())),
                row(
                        "a second before it is due",
                        own(one).at(due.minusSeconds(1)),
                        new Stay(Phase.Settled, due.toString())),
                row("it is due now", own(one).at(due), new MakeNext()),
                row("it was due", own(one).at(due.plusSeconds(1)), new MakeNext()),
                row(
                        "a short life: a second before its last third",
                        own(Generations.first(1, MONTH)).at(dueOfMonth.minusSeconds(1)),
                        new Stay(Phase.Settled, dueOfMonth.toString())),
                row(
                        "a short life: its last third",
                        own(Generations.first(1, MONTH)).at(dueOfMonth),
                        new MakeNext()),
                row("somebody rotates the active one", own(one).rotate(FIRST), new MakeNext()),
                row(
                        "somebody rotated one that is not active",
                        own(one).rotate(SECOND),
                        new Stay(Phase.Settled, due.toString())),
                row("the active one is a user's", own(Generations.first(0, USERS)), new MakeNext()),
                row("the active one is outside the cluster", own(Generations.first(7, TOKEN)), new MakeNext()),
                row("one retires: nothing is due", own(retiring), new Stay(Phase.OldRetiring, LATER.toString())),
                row(
                        "one retires: somebody rotates",
                        own(retiring).rotate(SECOND),
                        new Stay(Phase.WaitsForRetirement, LATER.toString())),
                row("a renewed one retires, which stands in nobody's way", own(renewal), new MakeNext()),
                row("next is the operator's own", own(one.withNext(2, SECOND)), new AskAws()),
                row(
                        "next is the operator's own, and another is due",
                        own(one.withNext(2, SECOND)).at(due),
                        new AskAws()),
                row("next is a user's, which the spec names no more", own(one.withNext(1, USERS)), new Become(one)),
                row(
                        "next is a user's, and somebody says that AWS trusts it",
                        own(one.withNext(1, USERS)).activate(USERS),
                        new Become(one)));
    }

    static Stream<Row> a_given_authority_is_desired() {
        Instant due = NOW.plus(TEN_YEARS).minus(Duration.ofDays(180));
        Generations users = Generations.first(0, USERS);
        Generations own = Generations.first(3, FIRST);
        Generations retiring = new Generations(2, SECOND, null, retiring(FIRST, LATER));
        KeyMaterial moved = new KeyMaterial(USERS.certificates(), USERS.key(), "secretRef/moved");
        KeyMaterial renewedElsewhere = new KeyMaterial(RENEWED.certificates(), RENEWED.key(), "secretRef/moved");
        KeyMaterial unreadable = new KeyMaterial("no PEM", "no PEM", "secretRef/my-ca");
        return Stream.of(
                row("it is active", given(USERS, users), new Stay(Phase.Settled, due.toString())),
                row(
                        "it is active and due: the user makes the next one",
                        given(USERS, users).at(due),
                        new Stay(Phase.Settled, due.toString())),
                row(
                        "it is active and another retires",
                        given(SECOND, retiring),
                        new Stay(Phase.OldRetiring, LATER.toString())),
                row(
                        "it is active, and the certificate before it retires",
                        given(RENEWED, new Generations(0, RENEWED, null, retiring(USERS, LATER))),
                        new Stay(Phase.Renewed, LATER.toString())),
                row("it is active, by another name", given(moved, users), new Become(Generations.first(0, moved))),
                row(
                        "it is active, by another name, and another was next",
                        given(moved, users.withNext(0, OTHER)),
                        new Become(Generations.first(0, moved))),
                row(
                        "it is active again, and another was next",
                        given(USERS, users.withNext(0, OTHER)),
                        new Become(users)),
                row(
                        "it is active again, by another name, and the one that retires stays",
                        given(moved, new Generations(0, USERS, next(OTHER, null), retiring(FIRST, LATER))),
                        new Become(new Generations(0, moved, null, retiring(FIRST, LATER)))),
                row(
                        "it has a new certificate",
                        given(RENEWED, users),
                        new Become(new Generations(0, RENEWED, null, retiring(USERS, NOW.plus(TEN_YEARS))))),
                row(
                        "it has a new certificate, and another was next",
                        given(RENEWED, users.withNext(0, OTHER)),
                        new Become(new Generations(0, RENEWED, null, retiring(USERS, NOW.plus(TEN_YEARS))))),
                row(
                        "it has a new certificate, and another CA retires",
                        given(RENEWED, new Generations(0, USERS, null, retiring(FIRST, LATER))),
                        new Stay(Phase.WaitsForRetirement, LATER.toString())),
                row(
                        "it has a second new certificate, and the one before retires",
                        given(USERS, new Generations(0, RENEWED, null, retiring(renewed(USERS), LATER))),
                        new Become(new Generations(
                                0,
                                USERS,
                                null,
                                retiring(RENEWED, NOW.plus(TEN_YEARS).plus(DAY))))),
                row(
                        "it has a new certificate, by another name",
                        given(renewedElsewhere, users),
                        new Become(new Generations(0, USERS, next(renewedElsewhere, null), null))),
                row(
                        "it is another one",
                        given(OTHER, users),
                        new Become(new Generations(0, USERS, next(OTHER, null), null))),
                row(
                        "it is another one of the same Secret",
                        given(new KeyMaterial(OTHER.certificates(), OTHER.key(), USERS.source()), users),
                        new Become(new Generations(
                                0,
                                USERS,
                                next(new KeyMaterial(OTHER.certificates(), OTHER.key(), USERS.source()), null),
                                null))),
                row(
                        "it is another one, and the operator's own is active",
                        given(USERS, own),
                        new Become(new Generations(3, FIRST, next(USERS, null), null))),
                row(
                        "it is another one, and one was next",
                        given(OTHER, own.withNext(3, USERS)),
                        new Become(new Generations(3, FIRST, next(OTHER, null), null))),
                row(
                        "it is another one, and one retires",
                        given(USERS, retiring),
                        new Stay(Phase.WaitsForRetirement, LATER.toString())),
                row(
                        "it is another one, and a renewed one retires, which makes room",
                        given(OTHER, new Generations(0, RENEWED, null, retiring(USERS, LATER))),
                        new Become(new Generations(0, RENEWED, next(OTHER, null), null))),
                row("it is next", given(USERS, own.withNext(3, USERS)), new AskAws()),
                row(
                        "it is next, by another name",
                        given(moved, own.withNext(3, USERS)),
                        new Become(new Generations(3, FIRST, next(moved, null), null))),
                row(
                        "it is outside the cluster, and counts further than the operator",
                        given(TOKEN, own),
                        new Become(new Generations(7, FIRST, next(TOKEN, null), null))),
                row(
                        "it is outside the cluster, and the operator has counted further",
                        given(TOKEN, Generations.first(8, FIRST)),
                        new Become(new Generations(8, FIRST, next(TOKEN, null), null))),
                row(
                        "it is a user's, whose number counts for nothing",
                        given(new KeyMaterial(TOKEN.certificates(), "key", "secretRef/my-ca"), own),
                        new Become(new Generations(
                                3,
                                FIRST,
                                next(new KeyMaterial(TOKEN.certificates(), "key", "secretRef/my-ca"), null),
                                null))),
                row(
                        "the active one cannot be read",
                        given(USERS, Generations.first(0, UNREADABLE)),
                        new Become(new Generations(0, UNREADABLE, next(USERS, null), null))),
                row(
                        "it cannot be read",
                        given(unreadable, users),
                        new Become(new Generations(0, USERS, next(unreadable, null), null))),
                row(
                        "it is outside the cluster and cannot be read",
                        given(KeyMaterial.external("no PEM", "outside/token"), own),
                        new Become(new Generations(
                                3, FIRST, next(KeyMaterial.external("no PEM", "outside/token"), null), null))));
    }

    static Stream<Row> what_is_desired_is_unfit() {
        Generations own = Generations.first(1, FIRST);
        Stay unfit = new Stay(Phase.SourceUnfit, "unfit");
        return Stream.of(
                row("nothing is next", unfit("secretRef/my-ca", own), unfit),
                row(
                        "nothing is next, and the active one is from there",
                        unfit("secretRef/my-ca", Generations.first(0, USERS)),
                        unfit),
                row("another is next", unfit("secretRef/my-ca", own.withNext(1, OTHER)), unfit),
                row(
                        "another is next, and somebody says that AWS trusts it",
                        unfit("secretRef/my-ca", own.withNext(1, OTHER)).activate(OTHER),
                        unfit),
                row("what is next is from there", unfit("secretRef/my-ca", own.withNext(1, USERS)), new AskAws()),
                row(
                        "what is next is from there, and somebody says that AWS trusts it",
                        unfit("secretRef/my-ca", own.withNext(1, USERS)).activate(USERS),
                        new Become(activated(1, USERS, FIRST))));
    }

    static Stream<Row> an_authority_is_next() {
        Generations held = Generations.first(1, FIRST).withNext(2, SECOND);
        return Stream.of(
                row("nobody has said anything", own(held), new AskAws()),
                row("it cannot sign", own(held).problem("unfit"), new Stay(Phase.NextUnfit, "unfit")),
                row(
                        "it cannot sign, and somebody says that AWS trusts it",
                        own(held).problem("unfit").activate(SECOND),
                        new Stay(Phase.NextUnfit, "unfit")),
                row(
                        "it cannot sign, and signed before",
                        own(held).problem("unfit").recorded(SECOND),
                        new Stay(Phase.NextUnfit, "unfit")),
                row(
                        "somebody says that AWS trusts it",
                        own(held).activate(SECOND),
                        new Become(activated(2, SECOND, FIRST))),
                row("somebody says that AWS trusts the active one", own(held).activate(FIRST), new AskAws()),
                row(
                        "it signed before, as the status of a restored Secret says",
                        own(held).recorded(SECOND),
                        new Become(activated(2, SECOND, FIRST))),
                row("the active one signed before", own(held).recorded(FIRST), new AskAws()),
                row(
                        "the active one ends before its leaves would",
                        own(Generations.first(1, HOURS).withNext(2, SECOND)).activate(SECOND),
                        new Become(new Generations(2, SECOND, null, retiring(HOURS, NOW.plus(Duration.ofHours(20)))))),
                row(
                        "the active one cannot be read",
                        own(Generations.first(1, UNREADABLE).withNext(2, SECOND))
                                .activate(SECOND),
                        new Become(Generations.first(2, SECOND))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "a_retiring_authority",
        "the_operators_own_authority_is_desired",
        "a_given_authority_is_desired",
        "what_is_desired_is_unfit",
        "an_authority_is_next"
    })
    void decides(Row row) {
        assertThat(RotationDecision.decide(row.given())).isEqualTo(row.decision());
    }

    /** One line of the table of AWS's answers. */
    record Answer(String facts, @Nullable Instant trustedSince, TrustProof proof, RotationStep decision) {
        @Override
        public String toString() {
            return facts;
        }
    }

    static Stream<Answer> aws_has_answered() {
        Duration settling = Duration.ofMinutes(2);
        Stay settles = new Stay(Phase.NextTrusted, NOW.plusSeconds(1).toString());
        TrustProof notYet = new TrustProof.NotYet("not registered");
        TrustProof missing = new TrustProof.AnchorMissing("no such anchor");
        TrustProof unknown = new TrustProof.Unknown("no answer");
        TrustProof trusted = new TrustProof.Trusted();
        Become untrusted = new Become(new Generations(2, FIRST, next(SECOND, null), null));
        return Stream.of(
                new Answer(
                        "it trusts it for the first time",
                        null,
                        trusted,
                        new Become(new Generations(2, FIRST, next(SECOND, NOW), null))),
                new Answer(
                        "it has trusted it since this moment",
                        NOW,
                        trusted,
                        new Stay(Phase.NextTrusted, NOW.plus(settling).toString())),
                new Answer(
                        "it trusts it a second short of two minutes",
                        NOW.minus(settling).plusSeconds(1),
                        trusted,
                        settles),
                new Answer(
                        "it has trusted it for two minutes",
                        NOW.minus(settling),
                        trusted,
                        new Become(activated(2, SECOND, FIRST))),
                new Answer(
                        "it has trusted it for longer",
                        NOW.minus(settling).minusSeconds(1),
                        trusted,
                        new Become(activated(2, SECOND, FIRST))),
                new Answer("it does not know it", null, notYet, new Stay(Phase.NextAwaitsTrust, "not registered")),
                new Answer("it does not know it any more: two minutes begin again", NOW.minus(DAY), notYet, untrusted),
                new Answer(
                        "the trust anchor is missing", null, missing, new Stay(Phase.NextNotProven, "no such anchor")),
                new Answer(
                        "the trust anchor is missing, which says nothing about the CA",
                        NOW.minus(DAY),
                        missing,
                        new Stay(Phase.NextNotProven, "no such anchor")),
                new Answer("there is no answer", null, unknown, new Stay(Phase.NextNotProven, "no answer")),
                new Answer(
                        "there is no answer, which says nothing about the CA",
                        NOW.minus(DAY),
                        unknown,
                        new Stay(Phase.NextNotProven, "no answer")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("aws_has_answered")
    void only_a_proof_that_holds_for_two_minutes_counts(Answer row) {
        Generations held = new Generations(2, FIRST, next(SECOND, row.trustedSince()), null);
        assertThat(RotationDecision.proven(own(held).build(), row.proof())).isEqualTo(row.decision());
    }

    /** Builds the facts of one row. */
    private static final class Facts {
        private final Generations held;
        private final DesiredAuthority desired;
        private @Nullable String nextProblem;
        private @Nullable String rotate;
        private @Nullable String activate;
        private @Nullable String recordedActive;
        private Instant now = NOW;

        Facts(Generations held, DesiredAuthority desired) {
            this.held = held;
            this.desired = desired;
        }

        Facts at(Instant moment) {
            now = moment;
            return this;
        }

        Facts problem(String message) {
            nextProblem = message;
            return this;
        }

        Facts rotate(KeyMaterial authority) {
            rotate = fingerprint(authority);
            return this;
        }

        Facts activate(KeyMaterial authority) {
            activate = fingerprint(authority);
            return this;
        }

        Facts recorded(KeyMaterial authority) {
            recordedActive = fingerprint(authority);
            return this;
        }

        RotationFacts build() {
            return new RotationFacts(held, desired, nextProblem, rotate, activate, recordedActive, now);
        }
    }

    private static Row row(String facts, Facts given, RotationStep decision) {
        return new Row(facts, given.build(), decision);
    }

    private static Facts own(Generations held) {
        return new Facts(held, new DesiredAuthority.Own());
    }

    private static Facts given(KeyMaterial desired, Generations held) {
        return new Facts(held, new DesiredAuthority.Given(desired));
    }

    private static Facts unfit(String source, Generations held) {
        return new Facts(held, new DesiredAuthority.Unfit(source, "unfit"));
    }

    /** The old one stays trusted for a day and an hour. */
    private static Generations activated(int number, KeyMaterial active, KeyMaterial old) {
        return new Generations(number, active, null, retiring(old, NOW.plus(Duration.ofHours(25))));
    }

    private static Generations.Next next(KeyMaterial material, @Nullable Instant trustedSince) {
        return new Generations.Next(material, trustedSince);
    }

    private static Generations.Retiring retiring(KeyMaterial old, Instant until) {
        return new Generations.Retiring(old.anchor().orElseThrow(), until);
    }

    private static String fingerprint(KeyMaterial authority) {
        return authority.fingerprint().orElseThrow();
    }

    private static KeyMaterial material(String domain, int generation, Duration lifetime, String source) {
        var made = new SelfSignedAuthorities(new TestClock(NOW), new SecureRandom())
                .generate(domain + ".example.org", generation, KeySpec.P256, lifetime)
                .secretData();
        return new KeyMaterial(
                Objects.requireNonNull(made.get("tls.crt")), Objects.requireNonNull(made.get("tls.key")), source);
    }

    /** The same name and key with another certificate, which ends a day later. */
    private static KeyMaterial renewed(KeyMaterial old) {
        X509Certificate before = old.anchor().orElseThrow();
        var key = ((PrivateKeyPem.Content.Key) PrivateKeyPem.decode(old.key().getBytes(UTF_8))).key();
        SecureRandom random = new SecureRandom();
        X509Certificate renewed = CertificateDraft.selfSignedAuthority(
                        X500Name.getInstance(before.getSubjectX500Principal().getEncoded()),
                        before.getPublicKey(),
                        Validity.starting(NOW, TEN_YEARS.plus(DAY)),
                        random)
                .sign(key, random);
        return new KeyMaterial(CertificatePem.encode(renewed), old.key(), old.source());
    }
}
