package dev.rolesanywhere.operator.authority;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.Intermediate;
import dev.rolesanywhere.crds.trustanchor.SelfSigned;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.IntermediateRequest;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.key.KeySpec;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Creates the CAs whose keys the operator generates. Writes nothing. */
@Singleton
public class OwnAuthorities {
    private final SelfSignedAuthorities selfSigned;
    private final SecureRandom random;

    public OwnAuthorities(Clock clock, SecureRandom random) {
        this.random = random;
        this.selfSigned = new SelfSignedAuthorities(clock, random);
    }

    /** The key of an intermediate and its CSR. */
    Map<String, String> request(AWSTrustAnchorSpec spec) {
        Intermediate desired =
                Objects.requireNonNull(spec.certificateAuthority().intermediate());
        boolean rsa = desired.keyAlgorithm() == SelfSigned.KeyAlgorithm.RSA3072;
        return IntermediateRequest.generate(spec.trustDomain(), rsa ? KeySpec.RSA3072 : KeySpec.P256, random);
    }

    KeyMaterial make(AWSTrustAnchorSpec spec, int generation) {
        SelfSigned desired = spec.certificateAuthority().selfSigned();
        boolean rsa = desired != null && desired.keyAlgorithm() == SelfSigned.KeyAlgorithm.RSA3072;
        Duration lifetime = desired == null || desired.duration() == null
                ? SelfSignedAuthorities.DEFAULT_LIFETIME
                : WrittenDuration.parse(desired.duration());
        Map<String, String> made = selfSigned
                .generate(spec.trustDomain(), generation, rsa ? KeySpec.RSA3072 : KeySpec.P256, lifetime)
                .secretData();
        return new KeyMaterial(
                Objects.requireNonNull(made.get(CertificateAuthorityLoader.CERTIFICATE_ENTRY)),
                Objects.requireNonNull(made.get(CertificateAuthorityLoader.KEY_ENTRY)),
                KeyMaterial.OWN);
    }
}
