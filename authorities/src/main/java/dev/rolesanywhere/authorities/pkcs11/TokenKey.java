package dev.rolesanywhere.authorities.pkcs11;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.SignatureAlgorithm;
import dev.rolesanywhere.pki.authority.SigningKey;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that never leaves its token. A broken session is reopened, once for each signature. This object never sends a rejected PIN
 * again: the operator creates a new object when the PIN's Secret changes.
 */
public final class TokenKey implements SigningKey {
    private final Pkcs11Uri uri;
    private final char[] pin;
    private final Opener opener;
    private Token.@Nullable Opened opened;
    private @Nullable UnusableAuthorityException refused;

    /** Opens the token: this sends the PIN. */
    interface Opener {
        Token.Opened open(Pkcs11Uri uri, char[] pin);
    }

    public TokenKey(Pkcs11Uri uri, char[] pin) {
        this(uri, pin, Token::open);
    }

    TokenKey(Pkcs11Uri uri, char[] pin, Opener opener) {
        this.uri = uri;
        this.pin = pin.clone();
        this.opener = opener;
    }

    /** The certificates stored with the key: the key's own first. */
    public List<X509Certificate> path() {
        return opened().path();
    }

    @Override
    public PublicKey publicKey() {
        return path().getFirst().getPublicKey();
    }

    @Override
    public byte[] sign(SignatureAlgorithm algorithm, byte[] message) {
        Token.Opened token = opened();
        try {
            return sign(token, algorithm, message);
        } catch (GeneralSecurityException | ProviderException e) {
            try {
                return sign(openedAfter(token), algorithm, message);
            } catch (GeneralSecurityException | ProviderException again) {
                again.addSuppressed(e);
                throw new UnusableAuthorityException(
                        AuthorityDefect.BackendUnavailable,
                        this + " did not sign (" + UntrustedText.sanitize(again.getMessage())
                                + "). The operator retries.",
                        again);
            }
        }
    }

    private static byte[] sign(Token.Opened token, SignatureAlgorithm algorithm, byte[] message)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm.jcaName(), token.provider());
        signature.initSign(token.key());
        signature.update(message);
        return signature.sign();
    }

    /** Only the first thread that finds the session broken reopens it. */
    private synchronized Token.Opened openedAfter(Token.Opened broken) {
        if (opened == broken) {
            opened = null;
        }
        return opened();
    }

    private synchronized Token.Opened opened() {
        if (refused != null) {
            throw refused;
        }
        if (opened == null) {
            try {
                opened = opener.open(uri, pin);
            } catch (UnusableAuthorityException e) {
                if (e.defect() == AuthorityDefect.PinRefused) {
                    refused = e;
                }
                throw e;
            }
        }
        return opened;
    }

    /**
     * Discards the PIN and stops signing. The token stays logged in, because a logout would affect all keys of this process on the
     * token (PKCS#11, C_Logout).
     */
    public synchronized void close() {
        Arrays.fill(pin, '\0');
        opened = null;
        refused = new UnusableAuthorityException(
                AuthorityDefect.BackendUnavailable, this + " is no longer in use.", null);
    }

    @Override
    public String toString() {
        return "PKCS#11 key '" + uri.shownObject() + "' (" + uri.token() + ")";
    }
}
