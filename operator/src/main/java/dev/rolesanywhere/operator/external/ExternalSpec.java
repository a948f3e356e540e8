package dev.rolesanywhere.operator.external;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores the settings of an external authority in a generation, so that it can sign after the spec names another
 * authority. The settings come from the spec and contain no secret.
 */
public final class ExternalSpec {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ExternalSpec() {}

    public static String source(CertificateAuthoritySpec spec) {
        try {
            return KeyMaterial.EXTERNAL + JSON.writeValueAsString(spec);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a spec that was read cannot be written", e);
        }
    }

    /** Empty if a newer operator wrote settings that this operator cannot read. */
    public static Optional<CertificateAuthoritySpec> of(String source) {
        try {
            return Optional.of(
                    JSON.readValue(source.substring(KeyMaterial.EXTERNAL.length()), CertificateAuthoritySpec.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    public static KeyMaterial material(CertificateAuthoritySpec spec, CertificateAuthority signer) {
        List<X509Certificate> path = new ArrayList<>(signer.chain());
        path.add(signer.trustAnchorCertificate());
        return KeyMaterial.external(CertificatePem.encode(path), source(spec));
    }

    /** The trust anchor with this authority. */
    static AWSTrustAnchor with(AWSTrustAnchor anchor, CertificateAuthoritySpec spec) {
        AWSTrustAnchorSpec now = anchor.getSpec();
        AWSTrustAnchor other = new AWSTrustAnchor();
        other.setMetadata(anchor.getMetadata());
        other.setStatus(anchor.getStatus());
        other.setSpec(new AWSTrustAnchorSpec(
                now.trustDomain(),
                spec,
                now.leafDuration(),
                now.registrations(),
                now.managedRegistrations(),
                now.aws()));
        return other;
    }
}
