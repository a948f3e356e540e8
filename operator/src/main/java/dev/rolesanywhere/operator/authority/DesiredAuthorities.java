package dev.rolesanywhere.operator.authority;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.external.BackendAnswers;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.external.ExternalSpec;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import dev.rolesanywhere.operator.purpose.Purpose;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.DesiredAuthority;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** Checks whether the CA in the spec, or the next CA, can sign now. Writes nothing. */
@Singleton
public class DesiredAuthorities {
    private final ExternalAuthorities external;
    private final CertificateAuthorityLoader loader;

    public DesiredAuthorities(ExternalAuthorities external, Clock clock, SecureRandom random) {
        this.external = external;
        this.loader = new CertificateAuthorityLoader(clock, random);
    }

    /**
     * The CA in the spec.
     *
     * @param given the Secret that the spec names, as read
     */
    DesiredAuthority of(
            AWSTrustAnchor anchor, Optional<StoredSecret> given, KeyMaterial active, BackendAnswers answers) {
        if (external.serves(anchor)) {
            return external(anchor, active, answers);
        }
        String secret = AuthorityNames.given(anchor);
        return secret == null ? new DesiredAuthority.Own() : given(anchor, secret, given, answers);
    }

    /** Whether the CA can sign now. */
    LoadedAuthority open(AWSTrustAnchor anchor, KeyMaterial material, BackendAnswers answers) {
        if (!material.isExternal()) {
            return loader.forLeavesOf(anchor.getSpec().trustDomain()).load(material.data());
        }
        return ExternalSpec.of(material.source())
                .map(spec -> external.open(anchor, spec, RecordedAuthority.ofActive(material), answers))
                .filter(loaded -> !(loaded instanceof LoadedAuthority.Usable(CertificateAuthority authority))
                        || material.isSignedBy(authority.trustAnchorCertificate()))
                .orElseGet(() -> new LoadedAuthority.Unusable(
                        AuthorityDefect.KeyMismatch,
                        "The certificate of the external key has changed. Correct spec.certificateAuthority to the authority with the"
                                + " recorded certificate."));
    }

    private DesiredAuthority external(AWSTrustAnchor anchor, KeyMaterial active, BackendAnswers answers) {
        var spec = anchor.getSpec().certificateAuthority();
        return switch (external.open(anchor, spec, RecordedAuthority.ofActive(active), answers)) {
            case LoadedAuthority.Usable(CertificateAuthority authority) ->
                new DesiredAuthority.Given(ExternalSpec.material(spec, authority));
            case LoadedAuthority.Unusable(var _, String message) ->
                new DesiredAuthority.Unfit(ExternalSpec.source(spec), message);
        };
    }

    private DesiredAuthority given(
            AWSTrustAnchor anchor, String secret, Optional<StoredSecret> found, BackendAnswers answers) {
        String name = anchor.getMetadata().getName();
        String source = KeyMaterial.sourceOf(secret);
        if (found.isEmpty()) {
            return new DesiredAuthority.Unfit(source, AuthorityMessages.secretNotFound(secret));
        }
        if (!Purpose.CERTIFICATE_AUTHORITY.allows(found.get().annotations(), name)) {
            return new DesiredAuthority.Unfit(source, Purpose.CERTIFICATE_AUTHORITY.advice(secret, name));
        }
        Optional<KeyMaterial> material = KeyMaterial.of(found.get().data(), source);
        if (AuthorityNames.isIntermediate(anchor) && AuthorityNames.signedCertificate(anchor) == null) {
            return new DesiredAuthority.Unfit(source, AuthorityMessages.awaitsCertificate(name));
        }
        if (material.isEmpty()) {
            return new DesiredAuthority.Unfit(
                    source, "Secret '" + secret + "' lacks tls.crt or tls.key. Add the missing entry.");
        }
        return switch (open(anchor, material.get(), answers)) {
            case LoadedAuthority.Usable _ -> new DesiredAuthority.Given(material.get());
            case LoadedAuthority.Unusable(var _, String message) ->
                new DesiredAuthority.Unfit(source, AuthorityMessages.place(anchor) + ": " + message);
        };
    }
}
