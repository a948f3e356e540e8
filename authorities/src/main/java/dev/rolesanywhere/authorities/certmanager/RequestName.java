package dev.rolesanywhere.authorities.certmanager;

import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of a leaf's CertificateRequest: the same for the same key, identity, role and issuer, so that a retry finds the existing
 * request, even after the operator was restarted.
 */
final class RequestName {
    private static final int HASH_CHARACTERS = 40;

    private RequestName() {}

    static String of(LeafTemplate template, String trustAnchor, IssuerReference issuer) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(template.publicKey().getEncoded());
            for (String part : new String[] {
                template.identity().spiffeId(),
                template.roleName(),
                trustAnchor,
                issuer.name(),
                issuer.kind(),
                issuer.group()
            }) {
                digest.update((byte) 0);
                digest.update(part.getBytes(StandardCharsets.UTF_8));
            }
            return "awsta-" + HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
