package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.operator.rotation.AuthorityState.Unusable;
import dev.rolesanywhere.operator.rotation.AuthorityState.Usable;
import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
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
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The authorities whose key is outside the cluster. The reconciler checks their backends. The last usable authority
 * signs, also during a short outage of its backend, because every leaf calls the backend anyway.
 */
@Singleton
public class ExternalAuthorities {
    private final List<AuthoritySource> sources;
    private final MeterRegistry metrics;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(CheckedAuthority authority, LeafOutcomes outcomes) {}

    public ExternalAuthorities(@All List<AuthoritySource> sources, MeterRegistry metrics) {
        this.sources = List.copyOf(sources);
        this.metrics = metrics;
    }

    /** For trust anchors whose authorities are all in Secrets. */
    public static ExternalAuthorities none() {
        return new ExternalAuthorities(List.of(), new SimpleMeterRegistry());
    }

    public boolean serves(AWSTrustAnchor anchor) {
        return !AuthorityNames.isHeldHere(anchor);
    }

    /** Empty until the reconciler finds it usable. The AWSTrustAnchor's conditions give the reason. */
    public Optional<CertificateAuthority> signing(AWSTrustAnchor anchor, CertificateAuthoritySpec spec) {
        return Optional.ofNullable(known.get(key(anchor, spec))).<CertificateAuthority>map(Known::authority);
    }

    /** The spec's authority before a generation names it. It is accepted only if AWS knows no other certificate. */
    public AuthorityState resolve(AWSTrustAnchor anchor, RecordedAuthority recorded, BackendAnswers answers) {
        var spec = anchor.getSpec().certificateAuthority();
        return resolve(anchor, spec, authority -> expected(anchor, authority, recorded), recorded, answers);
    }

    /** The active generation, which may differ from the spec. */
    public AuthorityState resolve(
            AWSTrustAnchor anchor, KeyMaterial active, RecordedAuthority recorded, BackendAnswers answers) {
        return ExternalSpec.of(active.source())
                .map(spec -> resolve(
                        anchor,
                        spec,
                        authority -> active.isSignedBy(authority.trustAnchorCertificate())
                                ? usable(authority)
                                : expected(anchor, authority, RecordedAuthority.ofActive(active)),
                        recorded,
                        answers))
                .orElseGet(ExternalAuthorities::unknownKind);
    }

    private AuthorityState resolve(
            AWSTrustAnchor anchor,
            CertificateAuthoritySpec spec,
            Function<CertificateAuthority, AuthorityState> judge,
            RecordedAuthority recorded,
            BackendAnswers answers) {
        AuthorityState state =
                switch (answers.of(spec, () -> ask(anchor, spec, recorded))) {
                    case LoadedAuthority.Usable(CertificateAuthority authority) -> judge.apply(authority);
                    case LoadedAuthority.Unusable(var defect, String message) ->
                        new Unusable(Reason.valueOf(defect.name()), message);
                };
        switch (state) {
            case Usable usable -> remember(anchor, spec, usable.authority());
            case Unusable(Reason reason, var _) when reason == Reason.BackendUnavailable -> {}
            case AuthorityState.IssuedElsewhere _ -> {}
            case Unusable _ -> known.remove(key(anchor, spec));
        }
        return state instanceof Usable usable
                ? refusedLeaf(anchor, spec).<AuthorityState>map(it -> it).orElse(usable)
                : state;
    }

    /**
     * An authority that does not sign yet, with tested leaves. It is remembered, so that no leaf waits for it after it
     * becomes active.
     */
    public LoadedAuthority open(
            AWSTrustAnchor anchor, CertificateAuthoritySpec spec, RecordedAuthority recorded, BackendAnswers answers) {
        return switch (answers.of(spec, () -> ask(anchor, spec, recorded))) {
            case LoadedAuthority.Usable(CertificateAuthority authority) ->
                new LoadedAuthority.Usable(remember(anchor, spec, authority));
            case LoadedAuthority.Unusable unusable -> unusable;
        };
    }

    /** Releases authorities that neither a generation nor the spec names, and their resources. */
    public void keepOnly(AWSTrustAnchor anchor, Generations held) {
        if (held.retiring() != null) {
            // A replica with a late watch still signs with the retiring authority.
            return;
        }
        List<CertificateAuthoritySpec> inUse = Stream.concat(
                        Stream.of(anchor.getSpec().certificateAuthority()),
                        Stream.of(
                                        Optional.of(held.active()),
                                        Optional.ofNullable(held.next()).map(Generations.Next::material))
                                .flatMap(Optional::stream)
                                .filter(KeyMaterial::isExternal)
                                .flatMap(material -> ExternalSpec.of(material.source()).stream()))
                .toList();
        keepOnly(anchor.getMetadata().getName(), inUse);
    }

    /** Releases everything of a deleted trust anchor. */
    public void forget(String trustAnchor) {
        keepOnly(trustAnchor, List.of());
    }

    private void keepOnly(String trustAnchor, List<CertificateAuthoritySpec> inUse) {
        List<String> keys = inUse.stream().map(spec -> key(trustAnchor, spec)).toList();
        known.keySet().removeIf(key -> key.startsWith(trustAnchor + "/") && !keys.contains(key));
        sources.forEach(source -> source.keepOnly(trustAnchor, inUse));
    }

    private LoadedAuthority ask(AWSTrustAnchor anchor, CertificateAuthoritySpec spec, RecordedAuthority recorded) {
        return sources.stream()
                .filter(source -> source.serves(spec))
                .findFirst()
                .map(source -> source.load(ExternalSpec.with(anchor, spec), recorded))
                .orElseGet(() -> new LoadedAuthority.Unusable(
                        AuthorityDefect.BackendNotFound, unknownKind().message()));
    }

    private static Unusable unknownKind() {
        return new Unusable(
                Reason.BackendNotFound,
                "This operator does not support the kind of spec.certificateAuthority. Install the operator version that matches the CRD.");
    }

    private static Usable usable(CertificateAuthority authority) {
        return new Usable(
                authority,
                Reason.Loaded,
                "The CA " + Fingerprint.sha256(authority.trustAnchorCertificate())
                        + " signs. Its key is outside the cluster.");
    }

    /** AWS knows a certificate, so another one signs only after explicit approval. */
    private static AuthorityState expected(
            AWSTrustAnchor anchor, CertificateAuthority authority, RecordedAuthority recorded) {
        String fingerprint = Fingerprint.sha256(authority.trustAnchorCertificate());
        boolean same = recorded.fingerprint() == null
                || recorded.fingerprint().equals(fingerprint)
                || recorded.fingerprint().equals(AuthorityNames.annotation(anchor, Annotations.REPLACE_LOST_KEY));
        if (same) {
            return usable(authority);
        }
        return new Unusable(
                Reason.UnexpectedKey,
                ("The external CA is now %s, but %s is registered in AWS. Restore the registered CA in the spec; or create a second"
                                + " AWSTrustAnchor and move the roles to it; or approve the new CA and register it in AWS: 'kubectl annotate"
                                + " awsta %s %s=%s --overwrite'.")
                        .formatted(
                                fingerprint,
                                recorded.fingerprint(),
                                anchor.getMetadata().getName(),
                                Annotations.REPLACE_LOST_KEY,
                                recorded.fingerprint()));
    }

    /**
     * Remembers the authority with its present settings: the PIN or the AWSTrustAnchor object may have changed. Waiting
     * requests and the outcome of the last leaf stay.
     */
    private CertificateAuthority remember(
            AWSTrustAnchor anchor, CertificateAuthoritySpec spec, CertificateAuthority authority) {
        return known.compute(key(anchor, spec), (_, before) -> {
                    if (before != null && before.authority().certificate().equals(authority.certificate())) {
                        return new Known(before.authority().reachedBy(authority), before.outcomes());
                    }
                    LeafOutcomes outcomes =
                            new LeafOutcomes(anchor.getMetadata().getName(), metrics);
                    return new Known(new CheckedAuthority(authority, outcomes), outcomes);
                })
                .authority();
    }

    private Optional<Unusable> refusedLeaf(AWSTrustAnchor anchor, CertificateAuthoritySpec spec) {
        return Optional.ofNullable(known.get(key(anchor, spec)))
                .flatMap(found -> found.outcomes().refusal())
                .map(message -> new Unusable(Reason.LeafRefused, message));
    }

    private static String key(AWSTrustAnchor anchor, CertificateAuthoritySpec spec) {
        return key(anchor.getMetadata().getName(), spec);
    }

    private static String key(String trustAnchor, CertificateAuthoritySpec spec) {
        return trustAnchor + "/" + ExternalSpec.source(spec);
    }
}
