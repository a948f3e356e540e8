package dev.rolesanywhere.operator.authority;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.external.BackendAnswers;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.AuthoritySnapshot;
import dev.rolesanywhere.operator.rotation.AuthorityStore;
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
 * Advances a rotation as far as possible. All state is in one Secret, and each step is one write that names the version it replaces,
 * so each step is atomic even if the operator stops or a second one runs.
 */
@Singleton
public class AuthorityRotation {
    /** More steps than any rotation has, to prevent an endless loop. */
    private static final int MOST_STEPS = 8;

    private final AuthorityStore store;
    private final OwnAuthorities own;
    private final DesiredAuthorities desired;
    private final TrustProbe probe;
    private final Clock clock;

    public AuthorityRotation(
            AuthorityStore store, OwnAuthorities own, DesiredAuthorities desired, TrustProbe probe, Clock clock) {
        this.store = store;
        this.own = own;
        this.desired = desired;
        this.probe = probe;
        this.clock = clock;
    }

    /** The state of the rotation, and the CAs that AWS must trust. */
    public record Report(Generations generations, RotationStep.Stay stay) {}

    /**
     * @param report empty if our Secret holds no readable CA
     * @param snapshot as it is after the writes
     */
    public record Advanced(Optional<Report> report, AuthoritySnapshot snapshot) {}

    public Advanced advance(AWSTrustAnchor anchor, AuthoritySnapshot read, BackendAnswers answers) {
        AuthoritySnapshot now = read;
        @Nullable TrustProof proof = null;
        for (int i = 0; i < MOST_STEPS; i++) {
            Optional<Generations> readable =
                    now.generations().filter(it -> it.active().anchor().isPresent());
            if (readable.isEmpty()) {
                return new Advanced(Optional.empty(), now);
            }
            Generations held = readable.get();
            RotationFacts facts = facts(anchor, held, now, answers);
            RotationStep step = RotationDecision.decide(facts);
            if (step instanceof RotationStep.AskAws) {
                proof = proof == null ? ask(anchor, held, answers) : proof;
                step = RotationDecision.proven(facts, proof);
            }
            switch (step) {
                case RotationStep.Stay stay -> {
                    return new Advanced(Optional.of(new Report(held, stay)), now);
                }
                case RotationStep.MakeNext _ -> now = written(anchor, withNext(anchor, held), now);
                case RotationStep.Become(Generations next) -> now = written(anchor, next, now);
                case RotationStep.AskAws _ -> throw new IllegalStateException("AWS has already been checked");
            }
        }
        throw new IllegalStateException("the rotation of AWSTrustAnchor '"
                + anchor.getMetadata().getName() + "' did not settle within " + MOST_STEPS + " steps; retrying");
    }

    /** If another replica wrote first, its write is read. */
    private AuthoritySnapshot written(AWSTrustAnchor anchor, Generations generations, AuthoritySnapshot replaced) {
        store.replace(replaced.own().orElseThrow(), GenerationsSecret.encode(generations));
        return AuthoritySnapshot.read(store, anchor);
    }

    private Generations withNext(AWSTrustAnchor anchor, Generations held) {
        int inSubject = held.active()
                .anchor()
                .map(it -> KeyMaterial.numberIn(it.getSubjectX500Principal().getName()))
                .orElse(0);
        int number = Math.max(held.number(), inSubject) + 1;
        return held.withNext(number, own.make(anchor.getSpec(), number));
    }

    private TrustProof ask(AWSTrustAnchor anchor, Generations held, BackendAnswers answers) {
        return held.next() != null
                        && desired.open(anchor, held.next().material(), answers)
                                instanceof LoadedAuthority.Usable(CertificateAuthority authority)
                ? probe.prove(anchor, authority)
                : new TrustProof.Unknown("The next CA cannot be read.");
    }

    private RotationFacts facts(
            AWSTrustAnchor anchor, Generations held, AuthoritySnapshot read, BackendAnswers answers) {
        RecordedAuthority recorded = RecordedAuthority.of(anchor, Optional.empty());
        return new RotationFacts(
                held,
                desired.of(anchor, read.given(), held.active(), answers),
                held.next() == null ? null : problem(anchor, held.next().material(), answers),
                AuthorityNames.annotation(anchor, Annotations.ROTATE),
                AuthorityNames.annotation(anchor, Annotations.ACTIVATE),
                recorded.fingerprint(),
                clock.instant());
    }

    private @Nullable String problem(AWSTrustAnchor anchor, KeyMaterial material, BackendAnswers answers) {
        return switch (desired.open(anchor, material, answers)) {
            case LoadedAuthority.Usable _ -> null;
            case LoadedAuthority.Unusable(var _, String message) -> message;
        };
    }
}
