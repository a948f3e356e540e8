package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.pki.certificate.CertificateDraft;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.key.KeyType;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Creates self-signed authorities that meet the rules of IAM Roles Anywhere. */
public final class SelfSignedAuthorities {
    public static final KeySpec DEFAULT_KEY = KeySpec.P256;

    /** Ten years. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofDays(3652);

    private static final int MAX_NAME_PART = 64;

    private final Clock clock;
    private final SecureRandom random;

    public SelfSignedAuthorities(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * A new key and its certificate.
     *
     * @param trustDomain at most 64 characters
     * @param generation 1 for the first authority of a trust anchor; each generation has a different subject
     * @throws IllegalArgumentException if the trust domain is too long or the lifetime is too short
     */
    public SelfSignedAuthority generate(String trustDomain, int generation, KeySpec keySpec, Duration lifetime) {
        KeyPair pair = keySpec.generate(random);
        return new SelfSignedAuthority(
                draft(trustDomain, generation, pair.getPublic(), lifetime).sign(pair.getPrivate(), random),
                pair.getPrivate());
    }

    /**
     * The certificate of an authority with an external key; that key signs the certificate.
     *
     * @throws UnusableAuthorityException if the holder did not sign, or has a key that IAM Roles Anywhere does not accept
     */
    public X509Certificate certify(String trustDomain, int generation, SigningKey key, Duration lifetime) {
        PublicKey publicKey = key.publicKey();
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(publicKey)
                .orElseThrow(() -> new UnusableAuthorityException(
                        AuthorityDefect.UnsupportedKey,
                        key + " is of kind " + KeyType.of(publicKey) + ". Use EC P-256 or P-384, or RSA.",
                        null));
        return draft(trustDomain, generation, publicKey, lifetime).sign(new HeldSigner(key, algorithm));
    }

    private CertificateDraft draft(String trustDomain, int generation, PublicKey key, Duration lifetime) {
        if (lifetime.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException(
                    "the certificate authority's lifetime is " + lifetime + ": set at least one hour");
        }
        return CertificateDraft.selfSignedAuthority(
                subject(trustDomain, generation), key, Validity.starting(clock.instant(), lifetime), random);
    }

    private static X500Name subject(String trustDomain, int generation) {
        if (trustDomain.length() > MAX_NAME_PART) {
            throw new IllegalArgumentException("the trust domain has " + trustDomain.length()
                    + " characters, and a certificate's O allows " + MAX_NAME_PART + ": use a shorter one");
        }
        String full = "roles-anywhere " + trustDomain + " " + generation;
        // O already distinguishes the clusters; the CN repeats it for readers.
        String name = full.length() <= MAX_NAME_PART ? full : "roles-anywhere " + generation;
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, trustDomain)
                .addRDN(BCStyle.CN, name)
                .build();
    }
}
