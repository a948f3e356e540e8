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

/** A PKCS#11 token that is accessed through the JDK. */
final class Token {
    private Token() {}

    /** @param provider the provider of the key; not registered with the JDK */
    record Opened(Provider provider, PrivateKey key, List<X509Certificate> path) {
        @Override
        public String toString() {
            return "Opened[" + path.getFirst().getSubjectX500Principal() + "]";
        }
    }

    /** @throws UnusableAuthorityException {@code PinRefused} only if the token itself rejected the PIN */
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
                                    + ") rejected the PIN. Correct the PIN in its Secret. The operator does not retry the wrong PIN,"
                                    + " because the token could lock itself.",
                            null)
                    : unavailable(uri, e);
        } catch (GeneralSecurityException | ProviderException e) {
            throw unavailable(uri, e);
        }
    }

    /** By the contract of KeyStore, or by the token's error code: CKR_PIN_INCORRECT, CKR_PIN_LOCKED and the like. */
    private static boolean isPinRefused(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof UnrecoverableKeyException
                        || String.valueOf(cause.getMessage()).contains("CKR_PIN"));
    }

    /** The single token that matches the whole URI: the PIN is sent to no other token. */
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
                                ? "No token matches " + uri.token()
                                : fitting.size() + " tokens match " + uri.token() + "; choose one by serial or slot-id")
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
                        + ". Install the module and its libraries in the operator's container.",
                e);
    }

    private static PrivateKey key(Pkcs11Uri uri, KeyStore store) throws GeneralSecurityException {
        if (!(store.getKey(uri.object(), null) instanceof PrivateKey key)) {
            throw new UnusableAuthorityException(
                    AuthorityDefect.BackendNotFound,
                    "The token (" + uri.token() + ") has no private key '" + uri.shownObject()
                            + "' with a certificate of the same CKA_ID. Create both on the token, for example with keytool -genkeypair.",
                    null);
        }
        if (key.getEncoded() != null) {
            throw new UnusableAuthorityException(
                    AuthorityDefect.UnsupportedKey,
                    "The key '" + uri.shownObject()
                            + "' can be extracted from its token. Create a key with CKA_SENSITIVE true and"
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
                "The token (" + uri.token() + ") failed ("
                        + UntrustedText.sanitize(cause.getMessage())
                        + "). The operator retries.",
                e);
    }
}
