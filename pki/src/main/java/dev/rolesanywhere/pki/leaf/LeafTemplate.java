package dev.rolesanywhere.pki.leaf;

import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import java.security.PublicKey;
import java.util.regex.Pattern;

/**
 * The content of a leaf; an authority adds its own name, a serial number and a signature.
 *
 * @param identity becomes the URI SAN, O and CN
 * @param roleName the AWSRole's name: becomes OU
 * @param request a verified certificate request: its key becomes the leaf's
 * @param validity within the authority's, from {@link LeafLifetime}
 */
public record LeafTemplate(
        WorkloadIdentity identity, String roleName, CertificateRequest.Proven request, Validity validity) {
    /** DNS subdomain (RFC 1123). */
    private static final Pattern ROLE_NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]*[a-z0-9])?");

    /**
     * Rejects names that are too long.
     *
     * @throws IdentityTooLongException if the identity or the role's name does not fit
     */
    public LeafTemplate {
        IdentityLimits.violation(identity, roleName).ifPresent(message -> {
            throw new IdentityTooLongException(message);
        });
        if (!ROLE_NAME.matcher(roleName).matches()) {
            throw new IllegalArgumentException("'" + roleName + "' is not the name of an AWSRole");
        }
    }

    public PublicKey publicKey() {
        return request.publicKey();
    }
}
