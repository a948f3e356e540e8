package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.pki.certificate.ShownName;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Whether the key behind a {@link SigningKey} belongs to the certificate. One signature proves it, and also proves the permission to
 * sign.
 */
final class HeldKeyMatch {
    private static final int CHALLENGE_BYTES = 32;

    private HeldKeyMatch() {}

    static Optional<LoadedAuthority.Unusable> check(X509Certificate certificate, SigningKey key, SecureRandom random) {
        PublicKey expected = certificate.getPublicKey();
        Optional<SignatureAlgorithm> algorithm = SignatureAlgorithm.of(expected);
        if (algorithm.isEmpty()) {
            return Optional.of(new LoadedAuthority.Unusable(
                    AuthorityDefect.UnsupportedKey,
                    "The CA's key is " + expected.getAlgorithm() + ". Use EC P-256 or P-384, or RSA."));
        }
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        try {
            if (!key.publicKey().equals(expected)) {
                return mismatch(certificate, key);
            }
            return verifies(expected, algorithm.get(), challenge, key.sign(algorithm.get(), challenge))
                    ? Optional.empty()
                    : mismatch(certificate, key);
        } catch (UnusableAuthorityException e) {
            return Optional.of(e.unusable());
        }
    }

    private static boolean verifies(PublicKey key, SignatureAlgorithm algorithm, byte[] message, byte[] proof) {
        try {
            Signature signature = Signature.getInstance(algorithm.jcaName());
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(proof);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Optional<LoadedAuthority.Unusable> mismatch(X509Certificate certificate, SigningKey key) {
        return Optional.of(new LoadedAuthority.Unusable(
                AuthorityDefect.KeyMismatch,
                key + " is not the key of '" + ShownName.of(certificate.getSubjectX500Principal())
                        + "', the stored CA certificate. Name the key of that certificate. To change the key, create a second"
                        + " AWSTrustAnchor and move the roles to it."));
    }
}
