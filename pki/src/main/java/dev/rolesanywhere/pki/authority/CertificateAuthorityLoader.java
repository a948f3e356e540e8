package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.ShownName;
import dev.rolesanywhere.pki.key.KeyMatch;
import dev.rolesanywhere.pki.key.PrivateKeyPem;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a certificate authority from the data of a Secret and checks it against the rules of IAM Roles Anywhere.
 *
 * <p>{@code tls.crt} holds the issuer's certificate first and may continue with its issuers; the last certificate is the trust anchor
 * (Roles Anywhere accepts a root or an intermediate), and workloads send the certificates below it as the chain. {@code ca.crt} is
 * not read: with cert-manager an intermediate alone in {@code tls.crt} is then the anchor, the narrower trust.
 */
public final class CertificateAuthorityLoader {
    public static final String CERTIFICATE_ENTRY = "tls.crt";
    public static final String KEY_ENTRY = "tls.key";

    private final Clock clock;
    private final SecureRandom random;
    private final List<String> trustDomain;

    public CertificateAuthorityLoader(Clock clock, SecureRandom random) {
        this(clock, random, List.of());
    }

    private CertificateAuthorityLoader(Clock clock, SecureRandom random, List<String> trustDomain) {
        this.clock = clock;
        this.random = random;
        this.trustDomain = trustDomain;
    }

    /** A loader that accepts only authorities under which a leaf of this trust domain can be validated. */
    public CertificateAuthorityLoader forLeavesOf(String trustDomain) {
        return new CertificateAuthorityLoader(clock, random, List.of(trustDomain));
    }

    /**
     * Reads and checks; rejects an authority that is not usable now.
     *
     * @param secretData the Secret's data, decoded from base64; only {@code tls.crt} and {@code tls.key} are read
     */
    public LoadedAuthority load(Map<String, byte[]> secretData) {
        byte[] certificates = secretData.get(CERTIFICATE_ENTRY);
        if (certificates == null || certificates.length == 0) {
            return missing(CERTIFICATE_ENTRY, "the CA's certificate");
        }
        byte[] key = secretData.get(KEY_ENTRY);
        if (key == null || key.length == 0) {
            return missing(KEY_ENTRY, "the CA's private key");
        }
        return load(certificates, key);
    }

    /**
     * As {@link #load(Map)}, for an external key. The key signs once, to prove that it can sign and that it belongs to the certificate.
     *
     * @param secretData only {@code tls.crt} is read
     */
    public LoadedAuthority load(Map<String, byte[]> secretData, SigningKey key) {
        byte[] certificates = secretData.get(CERTIFICATE_ENTRY);
        if (certificates == null || certificates.length == 0) {
            return missing(CERTIFICATE_ENTRY, "the CA's certificate");
        }
        return switch (path(certificates)) {
            case Path.Unfit(LoadedAuthority.Unusable unusable) -> unusable;
            case Path.Fit(List<X509Certificate> path) -> load(path, key);
        };
    }

    /** As above, for a key holder that also stores the certificates: the issuer's first. */
    public LoadedAuthority load(List<X509Certificate> path, SigningKey key) {
        return unfit(path)
                .or(() -> HeldKeyMatch.check(path.getFirst(), key, random))
                .<LoadedAuthority>map(unusable -> unusable)
                .orElseGet(() -> new LoadedAuthority.Usable(new SigningKeyAuthority(path, key, random)));
    }

    /** For an authority that reports its own certificates: their first defect. */
    public Optional<LoadedAuthority.Unusable> unfit(List<X509Certificate> path) {
        return AuthorityRules.check(path, clock.instant()).or(() -> trustDomain.stream()
                .flatMap(domain -> TrialLeaf.check(path, domain, clock.instant(), random).stream())
                .findFirst());
    }

    private sealed interface Path {
        record Fit(List<X509Certificate> certificates) implements Path {}

        record Unfit(LoadedAuthority.Unusable why) implements Path {}
    }

    private Path path(byte[] certificatePem) {
        List<X509Certificate> path;
        try {
            path = CertificatePem.path(certificatePem);
        } catch (CertificateException e) {
            return new Path.Unfit(new LoadedAuthority.Unusable(
                    AuthorityDefect.NotACA,
                    "In tls.crt " + e.getMessage()
                            + ". Put the CA's certificate there as PEM, followed by its issuers."));
        }
        if (path.isEmpty()) {
            return new Path.Unfit(new LoadedAuthority.Unusable(
                    AuthorityDefect.NotACA,
                    "tls.crt holds no PEM certificate." + CertificatePem.insteadOfCertificates(certificatePem)
                            + " Put the CA's certificate there, followed by its issuers."));
        }
        return unfit(path).<Path>map(Path.Unfit::new).orElseGet(() -> new Path.Fit(path));
    }

    private LoadedAuthority load(byte[] certificatePem, byte[] keyPem) {
        return switch (path(certificatePem)) {
            case Path.Unfit(LoadedAuthority.Unusable unusable) -> unusable;
            case Path.Fit(List<X509Certificate> path) -> asWritten(certificatePem, path, withPem(path, keyPem));
        };
    }

    /** The key belongs to another certificate of the text: then the message is about the order. */
    private LoadedAuthority asWritten(byte[] certificatePem, List<X509Certificate> path, LoadedAuthority loaded) {
        if (!(loaded instanceof LoadedAuthority.Unusable unusable)
                || unusable.defect() != AuthorityDefect.KeyMismatch) {
            return loaded;
        }
        try {
            List<X509Certificate> written = List.copyOf(new LinkedHashSet<>(CertificatePem.decode(certificatePem)));
            return written.equals(path)
                    ? loaded
                    : unfit(written).<LoadedAuthority>map(it -> it).orElse(loaded);
        } catch (CertificateException e) {
            return loaded;
        }
    }

    private LoadedAuthority withPem(List<X509Certificate> path, byte[] keyPem) {
        return switch (PrivateKeyPem.decode(keyPem)) {
            case PrivateKeyPem.Content.Key(PrivateKey key) -> withKey(path, key);
            case PrivateKeyPem.Content.Encrypted() ->
                new LoadedAuthority.Unusable(
                        AuthorityDefect.KeyEncrypted,
                        "The key in tls.key has a passphrase. Store it without one, for example with 'openssl pkey -in FILE'.");
            case PrivateKeyPem.Content.Unsupported(String algorithm) ->
                new LoadedAuthority.Unusable(
                        AuthorityDefect.UnsupportedKey,
                        "The key in tls.key is of algorithm " + UntrustedText.sanitize(algorithm)
                                + ". Use an RSA or EC key.");
            case PrivateKeyPem.Content.Unreadable() ->
                new LoadedAuthority.Unusable(
                        AuthorityDefect.UnsupportedKey,
                        "tls.key holds no readable private key. Store it as PEM: PKCS#8, PKCS#1 or SEC1.");
        };
    }

    private LoadedAuthority withKey(List<X509Certificate> path, PrivateKey key) {
        if (KeyMatch.matches(path.getFirst().getPublicKey(), key, random)) {
            return new LoadedAuthority.Usable(new SigningKeyAuthority(
                    path, new KeyInMemory(path.getFirst().getPublicKey(), key, random), random));
        }
        boolean elsewhere = path.stream().anyMatch(above -> KeyMatch.matches(above.getPublicKey(), key, random));
        return new LoadedAuthority.Unusable(
                AuthorityDefect.KeyMismatch,
                elsewhere
                        ? "The key in tls.key belongs to a later certificate in tls.crt. Put the key's own certificate first,"
                                + " followed by its issuers."
                        : "The key in tls.key is not the key of '"
                                + ShownName.of(path.getFirst().getSubjectX500Principal())
                                + "', the first certificate in tls.crt. Store the key of that certificate.");
    }

    private static LoadedAuthority missing(String entry, String what) {
        return new LoadedAuthority.Unusable(
                AuthorityDefect.SecretKeyMissing,
                "The Secret has no entry '" + entry + "'. Add it: " + what
                        + " as PEM (a Secret of type kubernetes.io/tls).");
    }
}
