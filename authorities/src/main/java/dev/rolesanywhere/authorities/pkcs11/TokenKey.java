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
 * A key that never leaves its token. Sessions that broke are opened again, once for each signature. A PIN that the token refused is
 * never sent again by this object: the operator makes a new one when the PIN's Secret changes.
 */
public final class TokenKey implements SigningKey {
    private final Pkcs11Uri uri;
    private final char[] pin;
    private final Opener opener;
    private Token.@Nullable Opened opened;
    private @Nullable UnusableAuthorityException refused;

    /** How the token is opened: this sends the PIN. */
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

    /** The certificates beside the key: the key's own first. */
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
                                + "). It is tried again by itself.",
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

    /** Only the first of those who found it broken opens it. */
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
     * Forgets the PIN and signs no more. The token stays logged in: a logout would be one for all of this process's keys on it (PKCS#11,
     * C_Logout).
     */
    public synchronized void close() {
        Arrays.fill(pin, '\0');
        opened = null;
        refused = new UnusableAuthorityException(
                AuthorityDefect.BackendUnavailable, this + " is not in use any more.", null);
    }

    @Override
    public String toString() {
        return "PKCS#11 key '" + uri.shownObject() + "' (" + uri.token() + ")";
    }
}
