package dev.rolesanywhere.authorities.pkcs11;

import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A PKCS#11 token as the JDK reaches it. */
final class Token {
    private Token() {}

    /** @param provider the one that can use the key; it is registered nowhere */
    record Opened(Provider provider, PrivateKey key, List<X509Certificate> path) {
        @Override
        public String toString() {
            return "Opened[" + path.getFirst().getSubjectX500Principal() + "]";
        }
    }

    /** @throws UnusableAuthorityException {@code PinRefused} only if the token was asked and said no */
    static Opened open(Pkcs11Uri uri, char[] pin) {
        try {
            Provider provider = provider(uri);
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            return new Opened(provider, key(uri, store), path(uri, store));
        } catch (IOException e) {
            throw isPinRefused(e)
                    ? new UnusableAuthorityException(
                            AuthorityDefect.PinRefused,
                            "The token in slot " + uri.slot()
                                    + " refused the PIN. Correct it in its Secret; the wrong one is not"
                                    + " tried again, so that the token does not lock itself.",
                            null)
                    : unavailable(uri, e);
        } catch (GeneralSecurityException | ProviderException e) {
            throw unavailable(uri, e);
        }
    }

    /** By KeyStore's contract, or by the code that the token gave: CKR_PIN_INCORRECT, CKR_PIN_LOCKED and the like. */
    private static boolean isPinRefused(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof UnrecoverableKeyException
                        || String.valueOf(cause.getMessage()).contains("CKR_PIN"));
    }

    private static Provider provider(Pkcs11Uri uri) {
        try {
            return Objects.requireNonNull(Security.getProvider("SunPKCS11"), "the runtime has no jdk.crypto.cryptoki")
                    .configure("--name=rolesanywhere-%d\nlibrary=%s\nslot=%d\n"
                            .formatted(uri.slot(), uri.modulePath(), uri.slot()));
        } catch (InvalidParameterException | ProviderException e) {
            throw new UnusableAuthorityException(
                    AuthorityDefect.BackendNotFound,
                    "The PKCS#11 module " + uri.modulePath() + " cannot be used: "
                            + (e.getCause() == null
                                    ? e.getMessage()
                                    : e.getCause().getMessage())
                            + ". Put it into the operator's container with all that it links to.",
                    e);
        }
    }

    private static PrivateKey key(Pkcs11Uri uri, KeyStore store) throws GeneralSecurityException {
        if (!(store.getKey(uri.object(), null) instanceof PrivateKey key)) {
            throw new UnusableAuthorityException(
                    AuthorityDefect.BackendNotFound,
                    "The token in slot " + uri.slot() + " has no private key '" + uri.object()
                            + "' with a certificate of the same CKA_ID. Make both there, for example with keytool -genkeypair.",
                    null);
        }
        if (key.getEncoded() != null) {
            throw new UnusableAuthorityException(
                    AuthorityDefect.UnsupportedKey,
                    "The key '" + uri.object() + "' can be taken out of its token. Make one with CKA_SENSITIVE true and"
                            + " CKA_EXTRACTABLE false.",
                    null);
        }
        return key;
    }

    private static List<X509Certificate> path(Pkcs11Uri uri, KeyStore store) throws GeneralSecurityException {
        Certificate[] chain = Objects.requireNonNull(store.getCertificateChain(uri.object()));
        return Stream.of(chain).map(X509Certificate.class::cast).toList();
    }

    private static UnusableAuthorityException unavailable(Pkcs11Uri uri, Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new UnusableAuthorityException(
                AuthorityDefect.BackendUnavailable,
                "The token in slot " + uri.slot() + " does not work (" + cause.getMessage()
                        + "). It is tried again by itself.",
                e);
    }
}
