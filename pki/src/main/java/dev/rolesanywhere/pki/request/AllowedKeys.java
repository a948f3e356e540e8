package dev.rolesanywhere.pki.request;

import dev.rolesanywhere.pki.key.KeyType;
import dev.rolesanywhere.pki.request.CertificateRequest.Refused;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The keys that a leaf may have, because IAM Roles Anywhere accepts them. */
final class AllowedKeys {
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 4096;
    private static final Set<String> CURVES = Set.of("P-256", "P-384");
    private static final String ALLOWED = "Use EC P-256 or P-384, or RSA of 2048 to 4096 bits.";

    private AllowedKeys() {}

    /** Why no leaf may have a key of this type; empty if one may. */
    static Optional<Refused> refusal(KeyType type) {
        return switch (type) {
            case KeyType.Rsa(int bits)
            when bits < MIN_RSA_BITS ->
                Optional.of(new Refused(RequestDefect.KeyTooWeak, "The key is " + type + ". " + ALLOWED));
            case KeyType.Rsa(int bits) when bits <= MAX_RSA_BITS -> Optional.empty();
            case KeyType.EllipticCurve(String curve) when CURVES.contains(curve) -> Optional.empty();
            default -> Optional.of(new Refused(RequestDefect.KeyTypeNotAllowed, "The key is " + type + ". " + ALLOWED));
        };
    }

    /**
     * The key itself.
     *
     * @param type an allowed type
     * @throws GeneralSecurityException if it is not a key of its type, for example not a point of its curve
     */
    static PublicKey read(SubjectPublicKeyInfo key, KeyType type) throws GeneralSecurityException, IOException {
        String kind = type instanceof KeyType.Rsa ? "RSA" : "EC";
        return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }
}
