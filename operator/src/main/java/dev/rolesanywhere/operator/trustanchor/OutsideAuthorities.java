package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.trustanchor.AuthorityState.Unusable;
import dev.rolesanywhere.operator.trustanchor.AuthorityState.Usable;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CheckedAuthority;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The authorities whose key lies outside the cluster. The reconciler asks their backends; what it found usable last is signed with,
 * also while a backend is away for a moment: every leaf asks it anyway.
 */
@Singleton
public class OutsideAuthorities {
    private final List<AuthoritySource> sources;
    private final MeterRegistry metrics;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(
            dev.rolesanywhere.crds.trustanchor.CertificateAuthority spec,
            CertificateAuthority authority,
            LeafOutcomes outcomes) {
        boolean is(AWSTrustAnchor anchor) {
            return spec.equals(anchor.getSpec().certificateAuthority());
        }
    }

    public OutsideAuthorities(@All List<AuthoritySource> sources, MeterRegistry metrics) {
        this.sources = List.copyOf(sources);
        this.metrics = metrics;
    }

    /** Where all authorities are in Secrets. */
    public static OutsideAuthorities none() {
        return new OutsideAuthorities(List.of(), new SimpleMeterRegistry());
    }

    boolean serves(AWSTrustAnchor anchor) {
        return !AuthorityNames.isHeldHere(anchor);
    }

    /** Empty until the reconciler found it usable; the AWSTrustAnchor's conditions say why. */
    Optional<CertificateAuthority> signing(AWSTrustAnchor anchor) {
        return Optional.ofNullable(known.get(anchor.getMetadata().getName()))
                .filter(found -> found.is(anchor))
                .map(Known::authority);
    }

    AuthorityState resolve(AWSTrustAnchor anchor, RecordedAuthority recorded) {
        String name = anchor.getMetadata().getName();
        AuthorityState state = load(anchor, recorded);
        switch (state) {
            case Usable usable -> remember(anchor, usable.authority());
            case Unusable(Reason reason, var _) when reason == Reason.BackendUnavailable -> {}
            case Unusable _ -> known.remove(name);
        }
        return state instanceof Usable usable
                ? refusedLeaf(anchor).<AuthorityState>map(it -> it).orElse(usable)
                : state;
    }

    private AuthorityState load(AWSTrustAnchor anchor, RecordedAuthority recorded) {
        return sources.stream()
                .filter(source -> source.serves(anchor.getSpec().certificateAuthority()))
                .findFirst()
                .map(source -> source.load(anchor, recorded))
                .map(loaded -> switch (loaded) {
                    case LoadedAuthority.Usable(CertificateAuthority authority) ->
                        expected(anchor, authority, recorded);
                    case LoadedAuthority.Unusable(var defect, String message) ->
                        new Unusable(Reason.valueOf(defect.name()), message);
                })
                .orElseGet(
                        () -> new Unusable(
                                Reason.BackendNotFound,
                                "This operator does not know the kind of spec.certificateAuthority. Install the version that the CRD is of."));
    }

    /** AWS was told of a certificate; another one signs only on somebody's word. */
    private static AuthorityState expected(
            AWSTrustAnchor anchor, CertificateAuthority authority, RecordedAuthority recorded) {
        String fingerprint = Fingerprint.sha256(authority.trustAnchorCertificate());
        boolean same = recorded.fingerprint() == null
                || recorded.fingerprint().equals(fingerprint)
                || recorded.fingerprint().equals(AuthorityNames.annotation(anchor, Annotations.REPLACE_LOST_KEY));
        if (same) {
            return new Usable(
                    authority, Reason.Loaded, "The CA " + fingerprint + " signs, with its key outside the cluster.");
        }
        return new Unusable(
                Reason.UnexpectedKey,
                ("The CA is now %s, but AWS was told of %s. Name that one again; or make a second AWSTrustAnchor and move the roles"
                                + " to it; or go on with the new one and register it, with 'kubectl annotate awsta %s %s=%s"
                                + " --overwrite'.")
                        .formatted(
                                fingerprint,
                                recorded.fingerprint(),
                                anchor.getMetadata().getName(),
                                Annotations.REPLACE_LOST_KEY,
                                recorded.fingerprint()));
    }

    /** The same object for the same CA, since it counts who waits and knows what came of the last leaf. */
    private void remember(AWSTrustAnchor anchor, CertificateAuthority authority) {
        String name = anchor.getMetadata().getName();
        known.compute(name, (_, before) -> {
            if (isSame(anchor, authority, before)) {
                return before;
            }
            LeafOutcomes outcomes = new LeafOutcomes(name, metrics);
            return new Known(
                    anchor.getSpec().certificateAuthority(), new CheckedAuthority(authority, outcomes), outcomes);
        });
    }

    private static boolean isSame(AWSTrustAnchor anchor, CertificateAuthority authority, @Nullable Known before) {
        return before != null
                && before.is(anchor)
                && before.authority().certificate().equals(authority.certificate());
    }

    private Optional<Unusable> refusedLeaf(AWSTrustAnchor anchor) {
        return Optional.ofNullable(known.get(anchor.getMetadata().getName()))
                .flatMap(found -> found.outcomes().refusal())
                .map(message -> new Unusable(Reason.LeafRefused, message));
    }
}
