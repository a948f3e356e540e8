package dev.rolesanywhere.operator.authority;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.authority.AuthorityFacts.GivenSecret;
import dev.rolesanywhere.operator.external.BackendAnswers;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.external.ExternalSpec;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import dev.rolesanywhere.operator.purpose.Purpose;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.AuthoritySnapshot;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.operator.rotation.AuthorityState.Unusable;
import dev.rolesanywhere.operator.rotation.AuthorityState.Usable;
import dev.rolesanywhere.operator.rotation.AuthorityStore;
import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.operator.rotation.GenerationsSecret;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Provides the CA that an AWSTrustAnchor signs with: loads it, creates it, adopts it, or reports the problem. */
@Singleton
public class AuthorityResolver {
    private final AuthorityStore store;
    private final ExternalAuthorities external;
    private final OwnAuthorities own;
    private final CertificateAuthorityLoader loader;
    private final Clock clock;

    public AuthorityResolver(
            AuthorityStore store, ExternalAuthorities external, OwnAuthorities own, Clock clock, SecureRandom random) {
        this.store = store;
        this.external = external;
        this.own = own;
        this.loader = new CertificateAuthorityLoader(clock, random);
        this.clock = clock;
    }

    /** @param snapshot as it is after the writes */
    public record Resolved(AuthorityState state, AuthoritySnapshot snapshot) {}

    public Resolved resolve(AWSTrustAnchor anchor, AuthoritySnapshot before, BackendAnswers answers) {
        AuthoritySnapshot read = requested(anchor, before);
        String name = anchor.getMetadata().getName();
        String secret = AuthorityNames.own(name);
        String given = AuthorityNames.given(anchor);
        // A Secret without the annotation for this trust anchor is ignored.
        Optional<Map<String, byte[]>> givenData = read.given()
                .filter(it -> Purpose.CERTIFICATE_AUTHORITY.allows(it.annotations(), name))
                .map(StoredSecret::data);
        RecordedAuthority recorded = read.recorded(anchor);
        if (read.own().isEmpty() && external.serves(anchor)) {
            return takeIn(anchor, secret, read, answers);
        }
        if (read.own().isEmpty()
                && AuthorityNames.isIntermediate(anchor)
                && AuthorityNames.signedCertificate(anchor) == null) {
            return unusable(Reason.AwaitsCertificate, AuthorityMessages.awaitsCertificate(name), read);
        }
        AuthorityFacts facts = new AuthorityFacts(
                given(anchor, given, givenData),
                read.own().isPresent(),
                read.generations(),
                recorded,
                isRegistered(anchor.getSpec()),
                AuthorityNames.annotation(anchor, Annotations.REPLACE_LOST_KEY),
                FirstAuthority.permitted(
                        AuthorityNames.annotation(anchor, Annotations.GENERATE_UNTIL), clock.instant()));
        return switch (AuthorityStep.decide(facts)) {
            case AuthorityStep.Load _
            when isExternal(facts.held()) -> loadExternal(anchor, facts.held().orElseThrow(), read, answers);
            case AuthorityStep.Load _ -> new Resolved(load(anchor, read.own().orElseThrow(), recorded, null), read);
            case AuthorityStep.Generate _ -> {
                int generation = recorded.nextGeneration();
                yield keep(
                        anchor,
                        Generations.first(generation, own.make(anchor.getSpec(), generation)),
                        recorded,
                        Reason.Generated,
                        generatedFor(anchor));
            }
            case AuthorityStep.Adopt _ -> adopt(anchor, Objects.requireNonNull(given), givenData.orElseThrow(), read);
            case AuthorityStep.AwaitSecret _
            when read.given().isPresent() ->
                unusable(
                        Reason.SecretNotAllowed,
                        Purpose.CERTIFICATE_AUTHORITY.advice(Objects.requireNonNull(given), name),
                        read);
            case AuthorityStep.AwaitSecret _ ->
                unusable(Reason.SecretNotFound, AuthorityMessages.secretNotFound(Objects.requireNonNull(given)), read);
            case AuthorityStep.Lost(String fingerprint) ->
                unusable(Reason.KeyLost, AuthorityMessages.lost(name, secret, fingerprint, facts.first()), read);
            case AuthorityStep.Unexpected(String expected, String found) ->
                unusable(Reason.UnexpectedKey, AuthorityMessages.unexpected(name, expected, found), read);
        };
    }

    /** With the key and the CSR of an intermediate, which are created once. */
    private AuthoritySnapshot requested(AWSTrustAnchor anchor, AuthoritySnapshot read) {
        if (!AuthorityNames.isIntermediate(anchor) || read.given().isPresent()) {
            return read;
        }
        String name = anchor.getMetadata().getName();
        store.create(
                name,
                AuthorityNames.request(name),
                own.request(anchor.getSpec()),
                Map.of(Annotations.CERTIFICATE_AUTHORITY_OF, name));
        return AuthoritySnapshot.read(store, anchor);
    }

    private static Resolved unusable(Reason reason, String message, AuthoritySnapshot read) {
        return new Resolved(new Unusable(reason, message), read);
    }

    private static boolean isExternal(Optional<Generations> held) {
        return held.filter(it -> it.active().isExternal()).isPresent();
    }

    /** The Secret then holds no key, only the certificates and the reference to the key. */
    private Resolved takeIn(AWSTrustAnchor anchor, String secret, AuthoritySnapshot read, BackendAnswers answers) {
        AuthorityState state = external.resolve(anchor, read.recorded(anchor), answers);
        if (!(state instanceof Usable(CertificateAuthority authority, var _, var _))) {
            return new Resolved(state, read);
        }
        store.create(
                anchor.getMetadata().getName(),
                secret,
                GenerationsSecret.encode(
                        first(ExternalSpec.material(anchor.getSpec().certificateAuthority(), authority))));
        return new Resolved(state, AuthoritySnapshot.read(store, anchor));
    }

    /** A certificate that is not registered in AWS replaces the registered one only after explicit approval, in one write. */
    private Resolved loadExternal(
            AWSTrustAnchor anchor, Generations held, AuthoritySnapshot read, BackendAnswers answers) {
        AuthorityState state = external.resolve(anchor, held.active(), read.recorded(anchor), answers);
        if (!(state instanceof Usable(CertificateAuthority authority, var _, var _))
                || held.active().isSignedBy(authority.trustAnchorCertificate())) {
            return new Resolved(state, read);
        }
        KeyMaterial accepted = ExternalSpec.of(held.active().source())
                .map(spec -> ExternalSpec.material(spec, authority))
                .orElseThrow();
        store.replace(read.own().orElseThrow(), GenerationsSecret.encode(first(accepted)));
        return new Resolved(state, AuthoritySnapshot.read(store, anchor));
    }

    private static Generations first(KeyMaterial external) {
        return Generations.first(
                external.anchor()
                        .map(it -> KeyMaterial.numberIn(
                                it.getSubjectX500Principal().getName()))
                        .orElse(0),
                external);
    }

    private Resolved adopt(AWSTrustAnchor anchor, String given, Map<String, byte[]> found, AuthoritySnapshot read) {
        if (loader(anchor).load(found) instanceof LoadedAuthority.Unusable unusable) {
            return new Resolved(AuthorityMessages.unusable(anchor, unusable), read);
        }
        KeyMaterial material =
                KeyMaterial.of(found, KeyMaterial.sourceOf(given)).orElseThrow();
        return keep(anchor, Generations.first(0, material), read.recorded(anchor), Reason.Loaded, Map.of());
    }

    /** If another replica wrote first, its CA is used; the Secret names its owner. */
    private Resolved keep(
            AWSTrustAnchor anchor,
            Generations first,
            RecordedAuthority recorded,
            Reason created,
            Map<String, String> annotations) {
        String name = anchor.getMetadata().getName();
        String secret = AuthorityNames.own(name);
        boolean isOurs = store.create(name, secret, GenerationsSecret.encode(first), annotations);
        AuthoritySnapshot now = AuthoritySnapshot.read(store, anchor);
        StoredSecret stored = now.own().orElseThrow(() -> AuthorityStore.deleted(secret));
        return new Resolved(load(anchor, stored, recorded, isOurs ? created : null), now);
    }

    private AuthorityState load(
            AWSTrustAnchor anchor, StoredSecret stored, RecordedAuthority recorded, @Nullable Reason known) {
        Map<String, byte[]> data = stored.data();
        String secret = AuthorityNames.own(anchor.getMetadata().getName());
        boolean own = GenerationsSecret.source(data).equals(KeyMaterial.OWN);
        Reason found = own ? reasonForFound(anchor, stored, recorded) : Reason.Loaded;
        Reason reason = known == null ? found : known;
        return switch (loader(anchor).load(data)) {
            case LoadedAuthority.Usable(CertificateAuthority authority) ->
                new Usable(
                        authority,
                        reason,
                        AuthorityMessages.usable(
                                secret,
                                GenerationsSecret.source(data),
                                Fingerprint.sha256(authority.trustAnchorCertificate()),
                                reason,
                                recorded));
            case LoadedAuthority.Unusable unusable -> AuthorityMessages.unusable(secret, unusable);
        };
    }

    /** The Secret is always current; a status may be missing or one write older. */
    private static Reason reasonForFound(AWSTrustAnchor anchor, StoredSecret stored, RecordedAuthority recorded) {
        String uid = anchor.getMetadata().getUid();
        return uid != null && uid.equals(stored.annotations().get(Annotations.GENERATED_FOR))
                ? Reason.Generated
                : recorded.reasonForFound();
    }

    private static Map<String, String> generatedFor(AWSTrustAnchor anchor) {
        String uid = anchor.getMetadata().getUid();
        return uid == null ? Map.of() : Map.of(Annotations.GENERATED_FOR, uid);
    }

    private GivenSecret given(AWSTrustAnchor anchor, @Nullable String name, Optional<Map<String, byte[]>> data) {
        if (name == null) {
            return new GivenSecret.NotNamed();
        }
        if (data.isEmpty()) {
            return new GivenSecret.Missing(KeyMaterial.sourceOf(name));
        }
        return switch (loader(anchor).load(data.get())) {
            case LoadedAuthority.Usable(CertificateAuthority authority) ->
                new GivenSecret.Found(Fingerprint.sha256(authority.trustAnchorCertificate()));
            case LoadedAuthority.Unusable _ -> new GivenSecret.Found(null);
        };
    }

    private CertificateAuthorityLoader loader(AWSTrustAnchor anchor) {
        return loader.forLeavesOf(anchor.getSpec().trustDomain());
    }

    private static boolean isRegistered(AWSTrustAnchorSpec spec) {
        return spec.registrations() != null && !spec.registrations().isEmpty();
    }
}
