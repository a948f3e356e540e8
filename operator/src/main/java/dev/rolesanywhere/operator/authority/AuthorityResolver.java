package dev.rolesanywhere.operator.authority;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.SelfSigned;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.authority.AuthorityFacts.GivenSecret;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.external.ExternalSpec;
import dev.rolesanywhere.operator.purpose.Purpose;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.operator.rotation.AuthorityState.Unusable;
import dev.rolesanywhere.operator.rotation.AuthorityState.Usable;
import dev.rolesanywhere.operator.rotation.AuthorityStore;
import dev.rolesanywhere.operator.rotation.DesiredAuthority;
import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.operator.rotation.GenerationsSecret;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import dev.rolesanywhere.pki.key.KeySpec;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sees to the CA that an AWSTrustAnchor signs with now: loads it, makes it, takes it in, or says what is wrong. */
@Singleton
public class AuthorityResolver {
    private final AuthorityStore vault;
    private final ExternalAuthorities outside;
    private final CertificateAuthorityLoader loader;
    private final SelfSignedAuthorities selfSigned;

    public AuthorityResolver(AuthorityStore vault, ExternalAuthorities outside, Clock clock, SecureRandom random) {
        this.vault = vault;
        this.outside = outside;
        this.loader = new CertificateAuthorityLoader(clock, random);
        this.selfSigned = new SelfSignedAuthorities(clock, random);
    }

    public AuthorityState resolve(AWSTrustAnchor anchor) {
        String name = anchor.getMetadata().getName();
        String secret = AuthorityNames.own(name);
        String given = AuthorityNames.given(anchor);
        Optional<Map<String, byte[]>> data = vault.read(secret);
        Optional<AuthorityStore.Held> givenHeld = given == null ? Optional.empty() : vault.held(given);
        // One that is not meant for this trust anchor is as good as none.
        Optional<Map<String, byte[]>> givenData = givenHeld
                .filter(it -> Purpose.CERTIFICATE_AUTHORITY.allows(it.annotations(), name))
                .map(AuthorityStore.Held::data);
        RecordedAuthority recorded = RecordedAuthority.of(anchor, vault.published(secret));
        if (data.isEmpty() && outside.serves(anchor)) {
            return takeIn(anchor, secret, recorded);
        }
        AuthorityFacts facts = new AuthorityFacts(
                given(anchor, given, givenData),
                data.isPresent(),
                data.flatMap(GenerationsSecret::decode),
                recorded,
                isRegistered(anchor.getSpec()),
                AuthorityNames.annotation(anchor, Annotations.REPLACE_LOST_KEY));
        return switch (AuthorityStep.decide(facts)) {
            case AuthorityStep.Load _
            when isOutside(facts.held()) ->
                loadOutside(anchor, secret, facts.held().orElseThrow(), recorded);
            case AuthorityStep.Load _ -> load(anchor, secret, data.orElseThrow(), recorded, null);
            case AuthorityStep.Generate _ -> {
                Generations first =
                        Generations.first(recorded.nextGeneration(), make(anchor.getSpec(), recorded.nextGeneration()));
                yield keep(anchor, secret, first, recorded, Reason.Generated);
            }
            case AuthorityStep.Adopt _ -> adopt(anchor, Objects.requireNonNull(given), givenData, recorded);
            case AuthorityStep.AwaitSecret _
            when givenHeld.isPresent() ->
                new Unusable(
                        Reason.SecretNotAllowed,
                        Purpose.CERTIFICATE_AUTHORITY.advice(Objects.requireNonNull(given), name));
            case AuthorityStep.AwaitSecret _ ->
                new Unusable(Reason.SecretNotFound, AuthorityMessages.secretNotFound(Objects.requireNonNull(given)));
            case AuthorityStep.Lost(String fingerprint) ->
                new Unusable(Reason.KeyLost, AuthorityMessages.lost(name, secret, fingerprint));
            case AuthorityStep.Unexpected(String expected, String found) ->
                new Unusable(Reason.UnexpectedKey, AuthorityMessages.unexpected(name, expected, found));
        };
    }

    /** A CA of our own, not yet in its Secret. */
    KeyMaterial make(AWSTrustAnchorSpec spec, int generation) {
        SelfSigned wanted = spec.certificateAuthority().selfSigned();
        boolean rsa = wanted != null && wanted.keyAlgorithm() == SelfSigned.KeyAlgorithm.RSA3072;
        Duration lifetime = wanted == null || wanted.duration() == null
                ? SelfSignedAuthorities.DEFAULT_LIFETIME
                : WrittenDuration.parse(wanted.duration());
        Map<String, String> made = selfSigned
                .generate(spec.trustDomain(), generation, rsa ? KeySpec.RSA3072 : KeySpec.P256, lifetime)
                .secretData();
        return new KeyMaterial(
                Objects.requireNonNull(made.get(CertificateAuthorityLoader.CERTIFICATE_ENTRY)),
                Objects.requireNonNull(made.get(CertificateAuthorityLoader.KEY_ENTRY)),
                KeyMaterial.OWN);
    }

    /** Whether it can sign now. */
    LoadedAuthority open(AWSTrustAnchor anchor, KeyMaterial material) {
        if (!material.isOutside()) {
            return loader(anchor).load(material.data());
        }
        return ExternalSpec.of(material.source())
                .map(spec -> outside.open(anchor, spec, RecordedAuthority.ofActive(material)))
                .filter(loaded -> !(loaded instanceof LoadedAuthority.Usable(CertificateAuthority authority))
                        || material.isSignedBy(authority.trustAnchorCertificate()))
                .orElseGet(
                        () -> new LoadedAuthority.Unusable(
                                AuthorityDefect.KeyMismatch,
                                "The key outside the cluster has another certificate by now. Name the authority again that has it."));
    }

    /** Lets go of what neither a generation nor the spec names any more. */
    public void keepOnly(AWSTrustAnchor anchor, Generations held) {
        outside.keepOnly(anchor, held);
    }

    public void forget(String trustAnchor) {
        outside.forget(trustAnchor);
    }

    /** The authority outside the cluster that the spec wants, ready to be the next one. */
    DesiredAuthority wantedOutside(AWSTrustAnchor anchor, KeyMaterial active) {
        var spec = anchor.getSpec().certificateAuthority();
        return switch (outside.open(anchor, spec, RecordedAuthority.ofActive(active))) {
            case LoadedAuthority.Usable(CertificateAuthority authority) ->
                new DesiredAuthority.Given(ExternalSpec.material(spec, authority));
            case LoadedAuthority.Unusable(var _, String message) ->
                new DesiredAuthority.Unfit(ExternalSpec.source(spec), message);
        };
    }

    private static boolean isOutside(Optional<Generations> held) {
        return held.filter(it -> it.active().isOutside()).isPresent();
    }

    /** The Secret keeps no key then: what signs, what AWS is to know, and how the key is reached. */
    private AuthorityState takeIn(AWSTrustAnchor anchor, String secret, RecordedAuthority recorded) {
        AuthorityState state = outside.resolve(anchor, recorded);
        if (state instanceof Usable(CertificateAuthority authority, var _, var _)) {
            vault.createOrAdopt(
                    anchor.getMetadata().getName(),
                    secret,
                    GenerationsSecret.encode(
                            first(ExternalSpec.material(anchor.getSpec().certificateAuthority(), authority))));
        }
        return state;
    }

    /** Another certificate than AWS was told of takes its place only on a person's word, in one write. */
    private AuthorityState loadOutside(
            AWSTrustAnchor anchor, String secret, Generations held, RecordedAuthority recorded) {
        AuthorityState state = outside.resolve(anchor, held.active(), recorded);
        if (state instanceof Usable(CertificateAuthority authority, var _, var _)
                && !held.active().isSignedBy(authority.trustAnchorCertificate())) {
            KeyMaterial accepted = ExternalSpec.of(held.active().source())
                    .map(spec -> ExternalSpec.material(spec, authority))
                    .orElseThrow();
            vault.held(secret)
                    .filter(now -> GenerationsSecret.decode(now.data())
                            .filter(held::equals)
                            .isPresent())
                    .ifPresent(now -> vault.replace(secret, GenerationsSecret.encode(first(accepted)), now.version()));
        }
        return state;
    }

    private static Generations first(KeyMaterial outside) {
        return Generations.first(
                outside.anchor()
                        .map(it -> KeyMaterial.numberIn(
                                it.getSubjectX500Principal().getName()))
                        .orElse(0),
                outside);
    }

    private AuthorityState adopt(
            AWSTrustAnchor anchor, String given, Optional<Map<String, byte[]>> data, RecordedAuthority recorded) {
        Map<String, byte[]> found = data.orElseThrow();
        if (loader(anchor).load(found) instanceof LoadedAuthority.Unusable unusable) {
            return AuthorityMessages.unusable(given, unusable);
        }
        String name = anchor.getMetadata().getName();
        KeyMaterial material =
                KeyMaterial.of(found, KeyMaterial.sourceOf(given)).orElseThrow();
        return keep(anchor, AuthorityNames.own(name), Generations.first(0, material), recorded, Reason.Loaded);
    }

    private AuthorityState keep(
            AWSTrustAnchor anchor, String secret, Generations first, RecordedAuthority recorded, Reason created) {
        AuthorityStore.Stored stored =
                vault.createOrAdopt(anchor.getMetadata().getName(), secret, GenerationsSecret.encode(first));
        return load(anchor, secret, stored.data(), recorded, stored.created() ? created : Reason.AdoptedExistingKey);
    }

    private AuthorityState load(
            AWSTrustAnchor anchor,
            String secret,
            Map<String, byte[]> data,
            RecordedAuthority recorded,
            @Nullable Reason known) {
        boolean own = GenerationsSecret.source(data).equals(KeyMaterial.OWN);
        Reason found = own ? recorded.reasonForFound() : Reason.Loaded;
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

    /** Takes no CA under which no pod's certificate could be validated. */
    private CertificateAuthorityLoader loader(AWSTrustAnchor anchor) {
        return loader.forLeavesOf(anchor.getSpec().trustDomain());
    }

    private static boolean isRegistered(AWSTrustAnchorSpec spec) {
        return spec.registrations() != null && !spec.registrations().isEmpty();
    }
}
