package dev.rolesanywhere.operator.authority;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.purpose.Purpose;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.AuthorityStore;
import dev.rolesanywhere.operator.rotation.DesiredAuthority;
import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.operator.rotation.GenerationsSecret;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.operator.rotation.RotationDecision;
import dev.rolesanywhere.operator.rotation.RotationFacts;
import dev.rolesanywhere.operator.rotation.RotationStep;
import dev.rolesanywhere.operator.rotation.TrustProbe;
import dev.rolesanywhere.operator.rotation.TrustProof;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a rotation as far as it goes now. All state is in one Secret, and each step is one write that names the version it replaces:
 * an operator that dies in between, or a second one, finds either all of a step or nothing of it.
 */
@Singleton
public class AuthorityRotation {
    /** More steps than any rotation has, so that a mistake in the decision is no endless loop. */
    private static final int MOST_STEPS = 8;

    private final AuthorityStore vault;
    private final AuthorityResolver authorities;
    private final TrustProbe probe;
    private final Clock clock;

    public AuthorityRotation(AuthorityStore vault, AuthorityResolver authorities, TrustProbe probe, Clock clock) {
        this.vault = vault;
        this.authorities = authorities;
        this.probe = probe;
        this.clock = clock;
    }

    /** Where the rotation stands, and the CAs that AWS is to know. */
    public record Report(Generations generations, RotationStep.Stay stay) {}

    /** Empty where our Secret holds no CA that can be read. */
    public Optional<Report> advance(AWSTrustAnchor anchor) {
        String secret = AuthorityNames.own(anchor.getMetadata().getName());
        @Nullable TrustProof proof = null;
        for (int i = 0; i < MOST_STEPS; i++) {
            Optional<AuthorityStore.Held> held = vault.held(secret);
            Optional<Generations> read = held.flatMap(it -> GenerationsSecret.decode(it.data()));
            if (read.isEmpty() || read.get().active().anchor().isEmpty()) {
                return Optional.empty();
            }
            RotationFacts facts = facts(anchor, read.get());
            RotationStep step = RotationDecision.decide(facts);
            if (step instanceof RotationStep.AskAws) {
                proof = proof == null ? ask(anchor, read.get()) : proof;
                step = RotationDecision.proven(facts, proof);
            }
            switch (step) {
                case RotationStep.Stay stay -> {
                    return Optional.of(new Report(read.get(), stay));
                }
                case RotationStep.MakeNext _ -> write(secret, withNext(anchor, read.get()), held.get());
                case RotationStep.Become(Generations next) -> write(secret, next, held.get());
                case RotationStep.AskAws _ -> throw new IllegalStateException("AWS has been asked already");
            }
        }
        throw new IllegalStateException("the rotation of AWSTrustAnchor '"
                + anchor.getMetadata().getName() + "' came to no rest in " + MOST_STEPS + " steps; trying again");
    }

    /** If somebody else was first, the next round reads what they wrote. */
    private void write(String secret, Generations generations, AuthorityStore.Held held) {
        vault.replace(secret, GenerationsSecret.encode(generations), held.version());
    }

    private Generations withNext(AWSTrustAnchor anchor, Generations held) {
        int inSubject = held.active()
                .anchor()
                .map(it -> KeyMaterial.numberIn(it.getSubjectX500Principal().getName()))
                .orElse(0);
        int number = Math.max(held.number(), inSubject) + 1;
        return held.withNext(number, authorities.make(anchor.getSpec(), number));
    }

    private TrustProof ask(AWSTrustAnchor anchor, Generations held) {
        return held.next() != null
                        && authorities.open(anchor, held.next().material())
                                instanceof LoadedAuthority.Usable(CertificateAuthority authority)
                ? probe.prove(anchor, authority)
                : new TrustProof.Unknown("The next CA cannot be read.");
    }

    private RotationFacts facts(AWSTrustAnchor anchor, Generations held) {
        RecordedAuthority recorded = RecordedAuthority.of(anchor, Optional.empty());
        return new RotationFacts(
                held,
                wanted(anchor, held),
                held.next() == null ? null : problem(anchor, held.next().material()),
                AuthorityNames.annotation(anchor, Annotations.ROTATE),
                AuthorityNames.annotation(anchor, Annotations.ACTIVATE),
                recorded.fingerprint(),
                clock.instant());
    }

    private DesiredAuthority wanted(AWSTrustAnchor anchor, Generations held) {
        if (!AuthorityNames.isHeldHere(anchor)) {
            return authorities.wantedOutside(anchor, held.active());
        }
        String given = AuthorityNames.given(anchor);
        if (given == null) {
            return new DesiredAuthority.Own();
        }
        Optional<AuthorityStore.Held> found = vault.held(given);
        if (found.isEmpty()) {
            return new DesiredAuthority.Unfit(KeyMaterial.sourceOf(given), AuthorityMessages.secretNotFound(given));
        }
        String name = anchor.getMetadata().getName();
        if (!Purpose.CERTIFICATE_AUTHORITY.allows(found.get().annotations(), name)) {
            return new DesiredAuthority.Unfit(
                    KeyMaterial.sourceOf(given), Purpose.CERTIFICATE_AUTHORITY.advice(given, name));
        }
        Optional<KeyMaterial> material = KeyMaterial.of(found.get().data(), KeyMaterial.sourceOf(given));
        if (material.isEmpty()) {
            return new DesiredAuthority.Unfit(
                    KeyMaterial.sourceOf(given),
                    "Secret '" + given + "' has no tls.crt or no tls.key. Add what is missing.");
        }
        String problem = problem(anchor, material.get());
        return problem == null
                ? new DesiredAuthority.Given(material.get())
                : new DesiredAuthority.Unfit(KeyMaterial.sourceOf(given), "Secret '" + given + "': " + problem);
    }

    private @Nullable String problem(AWSTrustAnchor anchor, KeyMaterial material) {
        return switch (authorities.open(anchor, material)) {
            case LoadedAuthority.Usable _ -> null;
            case LoadedAuthority.Unusable(var _, String message) -> message;
        };
    }
}
