package dev.rolesanywhere.sidecar.external;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Another component's CA: leaves as SPIRE issues them, and such as AWS refuses. */
public record TestIssuer(X509Certificate certificate, KeyPair keys, String signedWith) {
    public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    public static TestIssuer root(String name) throws Exception {
        KeyPair keys = ec();
        X500Name subject = new X500Name("CN=" + name);
        var builder = builder(subject, subject, keys, NOW.minus(Duration.ofDays(9)), NOW.plus(Duration.ofDays(9)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        return new TestIssuer(sign(builder, "SHA256withECDSA", keys.getPrivate()), keys, "SHA256withECDSA");
    }

    public TestIssuer intermediate(String name) throws Exception {
        KeyPair own = ec();
        var builder = builder(subject(), new X500Name("CN=" + name), own, NOW.minusSeconds(60), NOW.plusSeconds(7200));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        return new TestIssuer(sign(builder, "SHA256withECDSA", keys.getPrivate()), own, "SHA256withECDSA");
    }

    TestIssuer signingWith(String algorithm) {
        return new TestIssuer(certificate, keys, algorithm);
    }

    public X509Certificate leaf(Wish wish) throws Exception {
        var builder = builder(subject(), new X500Name("O=SPIRE"), wish.keys(), wish.begin(), wish.end());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(wish.isAuthority()));
        if (wish.usage() != 0) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(wish.usage()));
        }
        if (wish.purpose() != null) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(wish.purpose()));
        }
        if (!wish.uris().isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(wish.uris().stream()
                            .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                            .toArray(GeneralName[]::new)));
        }
        return sign(builder, signedWith, keys.getPrivate());
    }

    /** The properties of a leaf. */
    public record Wish(
            KeyPair keys,
            Instant begin,
            Instant end,
            boolean isAuthority,
            int usage,
            @org.jspecify.annotations.Nullable KeyPurposeId purpose,
            List<String> uris) {
        public static Wish good(KeyPair keys) {
            return new Wish(
                    keys,
                    NOW.minusSeconds(60),
                    NOW.plusSeconds(3600),
                    false,
                    KeyUsage.digitalSignature,
                    KeyPurposeId.id_kp_clientAuth,
                    List.of("spiffe://example.org/ns/shop/sa/orders"));
        }

        Wish valid(Instant from, Instant until) {
            return new Wish(keys, from, until, isAuthority, usage, purpose, uris);
        }

        Wish authority() {
            return new Wish(keys, begin, end, true, usage, purpose, uris);
        }

        Wish used(int other) {
            return new Wish(keys, begin, end, isAuthority, other, purpose, uris);
        }

        Wish meant(@org.jspecify.annotations.Nullable KeyPurposeId other) {
            return new Wish(keys, begin, end, isAuthority, usage, other, uris);
        }

        Wish named(String... others) {
            return new Wish(keys, begin, end, isAuthority, usage, purpose, List.of(others));
        }
    }

    public static KeyPair ec() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    public static String pem(X509Certificate... certificates) throws Exception {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            pem.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return pem.toString();
    }

    public static String pem(PrivateKey key) {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private X500Name subject() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, KeyPair keys, Instant begin, Instant end) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(begin),
                Date.from(end),
                subject,
                keys.getPublic());
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, String algorithm, PrivateKey key)
            throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
    }
}
