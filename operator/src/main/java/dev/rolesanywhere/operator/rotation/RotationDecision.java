package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.operator.rotation.RotationStep.AskAws;
import dev.rolesanywhere.operator.rotation.RotationStep.Become;
import dev.rolesanywhere.operator.rotation.RotationStep.MakeNext;
import dev.rolesanywhere.operator.rotation.RotationStep.Phase;
import dev.rolesanywhere.operator.rotation.RotationStep.Stay;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Rotation without interruption: create the next CA, register both in AWS, let next sign once AWS trusts it, and keep the old CA
 * trusted until its last leaf has expired.
 */
public final class RotationDecision {
    /** AWS's control plane is eventually consistent: after this time, all of its servers have a change. */
    static final Duration SETTLING = Duration.ofMinutes(2);

    /** Enough time to register certificates manually; for a short-lived CA, a third of its lifetime. */
    static final Duration BEFORE_THE_END = Duration.ofDays(180);

    private RotationDecision() {}

    public static RotationStep decide(RotationFacts facts) {
        Generations held = facts.held();
        Generations.Retiring retiring = held.retiring();
        if (retiring != null && !facts.now().isBefore(retiring.until())) {
            return new Become(held.retired());
        }
        Optional<RotationStep> bySource =
                switch (facts.desired()) {
                    case DesiredAuthority.Own _ -> own(facts);
                    case DesiredAuthority.Given(KeyMaterial material) -> given(facts, material);
                    case DesiredAuthority.Unfit(String source, String message) ->
                        isNextFrom(source, held) ? Optional.empty() : Optional.of(new Stay(Phase.SourceUnfit, message));
                };
        return bySource.orElseGet(() -> held.next() == null ? settled(facts) : activation(facts));
    }

    /** A next CA that the spec no longer names must not sign just because the new one is unusable. */
    private static boolean isNextFrom(String source, Generations held) {
        return held.next() != null && held.next().material().source().equals(source);
    }

    /** After {@link AskAws}: the proof must hold for some time. */
    public static RotationStep proven(RotationFacts facts, TrustProof proof) {
        Generations held = facts.held();
        Instant since = Objects.requireNonNull(held.next()).trustedSince();
        return switch (proof) {
            case TrustProof.Trusted _ when since == null -> new Become(held.nextTrusted(facts.now()));
            case TrustProof.Trusted _
            when facts.now().isBefore(since.plus(SETTLING)) ->
                new Stay(Phase.NextTrusted, since.plus(SETTLING).toString());
            case TrustProof.Trusted _ -> new Become(held.activated(facts.now()));
            case TrustProof.NotYet _ when since != null -> new Become(held.nextTrusted(null));
            case TrustProof.NotYet(String message) -> new Stay(Phase.NextAwaitsTrust, message);
            case TrustProof.AnchorMissing(String message) -> new Stay(Phase.NextNotProven, message);
            case TrustProof.Unknown(String message) -> new Stay(Phase.NextNotProven, message);
        };
    }

    /** When the next CA is created automatically. */
    public static Instant nextDue(Validity active) {
        Instant early = active.notAfter().minus(BEFORE_THE_END);
        return early.isAfter(active.renewAt()) ? early : active.renewAt();
    }

    private static Optional<RotationStep> own(RotationFacts facts) {
        Generations.Next next = facts.held().next();
        boolean ours = facts.held().active().isOwn();
        boolean due = !ours
                || !facts.now().isBefore(nextDue(facts.activeValidity()))
                || facts.activeFingerprint().equals(facts.rotate());
        if (next != null) {
            return next.material().isOwn()
                    ? Optional.empty()
                    : Optional.of(new Become(facts.held().withoutNext()));
        }
        return due ? Optional.of(unlessRetiring(facts, new MakeNext())) : Optional.empty();
    }

    private static Optional<RotationStep> given(RotationFacts facts, KeyMaterial material) {
        Generations held = facts.held();
        Optional<X509Certificate> now = held.active().anchor();
        Optional<X509Certificate> desired = material.anchor();
        if (now.equals(desired)) {
            return Optional.<RotationStep>of(new Become(held.followed(material).withoutNext()))
                    .filter(it -> !held.active().equals(material) || held.next() != null);
        }
        if (now.isPresent()
                && desired.isPresent()
                && Signers.same(now.get(), desired.get())
                && held.active().source().equals(material.source())) {
            return Optional.of(unlessRetiring(facts, new Become(held.renewed(material))));
        }
        return held.next() != null && held.next().material().equals(material)
                ? Optional.empty()
                : Optional.of(unlessRetiring(facts, new Become(held.withNext(number(held, material), material))));
    }

    /** The operator also creates the certificates of external keys, whose subjects share the numbering. */
    private static int number(Generations held, KeyMaterial material) {
        return material.isExternal()
                ? material.anchor()
                        .map(it -> KeyMaterial.numberIn(
                                it.getSubjectX500Principal().getName()))
                        .filter(it -> it > held.number())
                        .orElse(held.number())
                : held.number();
    }

    private static RotationStep unlessRetiring(RotationFacts facts, RotationStep step) {
        Generations held = facts.held();
        return held.retiring() == null || held.isRenewal()
                ? step
                : new Stay(Phase.WaitsForRetirement, held.retiring().until().toString());
    }

    private static RotationStep activation(RotationFacts facts) {
        if (facts.nextProblem() != null) {
            return new Stay(Phase.NextUnfit, facts.nextProblem());
        }
        // A restored Secret may be older than the status: the previous CA then signs again.
        boolean signedBefore = facts.isNext(facts.recordedActive());
        return signedBefore || facts.isNext(facts.activate())
                ? new Become(facts.held().activated(facts.now()))
                : new AskAws();
    }

    private static Stay settled(RotationFacts facts) {
        Generations.Retiring retiring = facts.held().retiring();
        if (retiring == null) {
            return new Stay(Phase.Settled, nextDue(facts.activeValidity()).toString());
        }
        return new Stay(
                facts.held().isRenewal() ? Phase.Renewed : Phase.OldRetiring,
                retiring.until().toString());
    }
}
