package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.SelfSigned;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import dev.rolesanywhere.operator.trustanchor.AuthorityState.Unusable;
import dev.rolesanywhere.operator.trustanchor.AuthorityState.Usable;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.authority.SelfSignedAuthority;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import dev.rolesanywhere.pki.key.KeySpec;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sees to an AWSTrustAnchor's certificate authority: loads it, makes it, or says what is wrong. */
@Singleton
public class AuthorityResolver {
    private final AuthorityVault vault;
    private final CertificateAuthorityLoader loader;
    private final SelfSignedAuthorities selfSigned;

    public AuthorityResolver(AuthorityVault vault, Clock clock, SecureRandom random) {
        this.vault = vault;
        this.loader = new CertificateAuthorityLoader(clock, random);
        this.selfSigned = new SelfSignedAuthorities(clock, random);
    }

    AuthorityState resolve(AWSTrustAnchor anchor) {
        String name = anchor.getMetadata().getName();
        String secret = AuthorityNames.secret(anchor);
        SelfSigned wanted = anchor.getSpec().certificateAuthority().selfSigned();
        Optional<Map<String, byte[]>> data = vault.read(secret);
        RecordedAuthority recorded = RecordedAuthority.of(anchor, vault.published(AuthorityNames.own(name)));
        String accepted = anchor.getMetadata().getAnnotations() == null
                ? null
                : anchor.getMetadata().getAnnotations().get(AuthorityNames.REPLACE_LOST_KEY);
        AuthorityStep step = AuthorityStep.decide(wanted != null, data.isPresent(), recorded.fingerprint(), accepted);
        return switch (step) {
            case AuthorityStep.Load _ ->
                load(secret, data.orElseThrow(), wanted == null ? Reason.Loaded : recorded.reasonForFound(), recorded);
            case AuthorityStep.Generate _ -> {
                AuthorityVault.Stored stored = vault.createOrAdopt(
                        name,
                        secret,
                        generate(anchor.getSpec(), wanted, recorded).secretData());
                yield load(
                        secret,
                        stored.data(),
                        stored.created() ? Reason.Generated : Reason.AdoptedExistingKey,
                        recorded);
            }
            case AuthorityStep.AwaitSecret _ ->
                new Unusable(
                        Reason.SecretNotFound,
                        "Secret '%s' does not exist in the operator's namespace. Create it with tls.crt and tls.key, or correct spec.certificateAuthority.secretRef.name."
                                .formatted(secret));
            case AuthorityStep.Lost(String fingerprint) ->
                new Unusable(Reason.KeyLost, lost(name, secret, fingerprint));
        };
    }

    private SelfSignedAuthority generate(
            AWSTrustAnchorSpec spec, @Nullable SelfSigned wanted, RecordedAuthority recorded) {
        boolean rsa = wanted != null && wanted.keyAlgorithm() == SelfSigned.KeyAlgorithm.RSA3072;
        Duration lifetime = wanted == null || wanted.duration() == null
                ? SelfSignedAuthorities.DEFAULT_LIFETIME
                : WrittenDuration.parse(wanted.duration());
        return selfSigned.generate(
                spec.trustDomain(), recorded.nextGeneration(), rsa ? KeySpec.RSA3072 : KeySpec.P256, lifetime);
    }

    private AuthorityState load(String secret, Map<String, byte[]> data, Reason reason, RecordedAuthority recorded) {
        return switch (loader.load(data)) {
            case LoadedAuthority.Usable(CertificateAuthority authority) ->
                new Usable(authority, reason, message(secret, authority, reason, recorded));
            case LoadedAuthority.Unusable(var defect, String message) ->
                new Unusable(Reason.valueOf(defect.name()), "Secret '" + secret + "': " + message);
        };
    }

    private static String message(
            String secret, CertificateAuthority authority, Reason reason, RecordedAuthority recorded) {
        String fingerprint = Fingerprint.sha256(authority.trustAnchorCertificate());
        String message =
                switch (reason) {
                    case Generated -> "The CA was made; its key is in Secret '" + secret + "'. Back it up.";
                    case AdoptedExistingKey -> "The CA that was already in Secret '" + secret + "' is used.";
                    default -> "The CA in Secret '" + secret + "' is used.";
                };
        boolean changed =
                recorded.fingerprint() != null && !recorded.fingerprint().equals(fingerprint);
        return changed
                ? message + " It is another one than before (" + recorded.fingerprint()
                        + "): AWS must know it, so update the trust anchor there with status.caBundle."
                : message;
    }

    private static String lost(String name, String secret, String fingerprint) {
        return ("The CA's key is lost: Secret '%s' is gone, and AWS knows the certificate %s. Restore the Secret from a backup;"
                        + " or give it up on purpose, make a new CA and register that one, with 'kubectl annotate awsta"
                        + " %s %s=%s'.")
                .formatted(secret, fingerprint, name, AuthorityNames.REPLACE_LOST_KEY, fingerprint);
    }
}
