package dev.rolesanywhere.authorities.pkcs11;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import java.io.IOException;
import java.nio.file.Path;
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
import java.util.Optional;
import java.util.stream.Collectors;
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
            Provider provider = provider(uri, slot(uri));
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            return new Opened(provider, key(uri, store), path(uri, store));
        } catch (IOException e) {
            throw isPinRefused(e)
                    ? new UnusableAuthorityException(
                            AuthorityDefect.PinRefused,
                            "The token (" + uri.token()
                                    + ") refused the PIN. Correct it in its Secret; the wrong one is not"
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

    /** The one token that is all that the URI says: a PIN goes to no other. */
    private static long slot(Pkcs11Uri uri) {
        Optional<Long> slot = uri.token().slotAlone();
        if (slot.isPresent()) {
            return slot.get();
        }
        List<TokenName> present = present(uri);
        List<TokenName> fitting = present.stream().filter(uri.token()::fits).toList();
        if (fitting.size() == 1) {
            return Long.parseLong(fitting.getFirst().attributes().get(TokenName.Attribute.SLOT));
        }
        throw new UnusableAuthorityException(
                AuthorityDefect.BackendNotFound,
                (fitting.isEmpty()
                                ? "No token is " + uri.token()
                                : fitting.size() + " tokens are " + uri.token() + "; say which by serial or slot-id")
                        + ". " + uri.shownModule() + " has "
                        + (present.isEmpty()
                                ? "none"
                                : present.stream().map(TokenName::toString).collect(Collectors.joining(", ")))
                        + ".",
                null);
    }

    private static List<TokenName> present(Pkcs11Uri uri) {
        try {
            return PresentTokens.of(Path.of(uri.modulePath()));
        } catch (IllegalArgumentException e) {
            throw unusableModule(uri, e);
        }
    }

    private static Provider provider(Pkcs11Uri uri, long slot) {
        try {
            return Objects.requireNonNull(Security.getProvider("SunPKCS11"), "the runtime has no jdk.crypto.cryptoki")
                    .configure(
                            "--name=rolesanywhere-%d\nlibrary=%s\nslot=%d\n".formatted(slot, uri.modulePath(), slot));
        } catch (InvalidParameterException | ProviderException e) {
            throw unusableModule(uri, e);
        }
    }

    private static UnusableAuthorityException unusableModule(Pkcs11Uri uri, RuntimeException e) {
        return new UnusableAuthorityException(
                AuthorityDefect.BackendNotFound,
                "The PKCS#11 module " + uri.shownModule() + " cannot be used: "
                        + UntrustedText.sanitize(
                                e.getCause() == null
                                        ? e.getMessage()
                                        : e.getCause().getMessage())
                        + ". Put it into the operator's container with all that it links to.",
                e);
    }

    private static PrivateKey key(Pkcs11Uri uri, KeyStore store) throws GeneralSecurityException {
        if (!(store.getKey(uri.object(), null) instanceof PrivateKey key)) {
            throw new UnusableAuthorityException(
                    AuthorityDefect.BackendNotFound,
                    "The token (" + uri.token() + ") has no private key '" + uri.shownObject()
                            + "' with a certificate of the same CKA_ID. Make both there, for example with keytool -genkeypair.",
                    null);
        }
        if (key.getEncoded() != null) {
            throw new UnusableAuthorityException(
                    AuthorityDefect.UnsupportedKey,
                    "The key '" + uri.shownObject()
                            + "' can be taken out of its token. Make one with CKA_SENSITIVE true and"
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
                "The token (" + uri.token() + ") does not work ("
                        + UntrustedText.sanitize(cause.getMessage())
                        + "). It is tried again by itself.",
                e);
    }
}
