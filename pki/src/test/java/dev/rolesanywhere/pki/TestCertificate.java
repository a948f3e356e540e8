package dev.rolesanywhere.pki;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.PrivateKeyPem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A user's certificate, valid or invalid, created without the code under test. */
public record TestCertificate(X509Certificate certificate, KeyPair keys) {
    public static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final int PRIMES = 8;

    /** By size: the same key each time, so that each case of a table need not create one. */
    private static final Map<Integer, KeyPair> RSA = new ConcurrentHashMap<>();

    public static Draft named(String name) {
        return named(new X500Name(name.contains("=") ? name : "CN=" + name));
    }

    public static Draft named(X500Name name) {
        return new Draft(name);
    }

    /** An organization whose UTF8String holds bytes that are not UTF-8: the JDK reads such a name, and Bouncy Castle does not. */
    public static X500Name notText() {
        try {
            byte[] invalid = {0x0c, 2, (byte) 0xc3, 0x28};
            return new X500Name(new RDN[] {new RDN(BCStyle.O, ASN1Primitive.fromByteArray(invalid))});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public byte[] pem() {
        return bytes(CertificatePem.encode(certificate));
    }

    public byte[] keyPem() {
        return bytes(PrivateKeyPem.encode(keys.getPrivate()));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Readers cannot distinguish it from another key, and its creation is fast: its eight small primes keep no secret.
     */
    public static KeyPair rsa(int bits) {
        return RSA.computeIfAbsent(bits, TestCertificate::ofSmallPrimes);
    }

    private static KeyPair ofSmallPrimes(int bits) {
        Random random = new Random(bits);
        BigInteger one = BigInteger.ONE;
        BigInteger modulus = one;
        BigInteger order = one;
        for (int i = 0; i < PRIMES; i++) {
            // Near the greatest number with this many bits, so that the product has the correct length.
            BigInteger prime = one.shiftLeft(bits / PRIMES)
                    .subtract(new BigInteger(bits / PRIMES - 5, random))
                    .nextProbablePrime();
            modulus = modulus.multiply(prime);
            order = order.multiply(prime.subtract(one));
        }
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(modulus, RSAKeyGenParameterSpec.F4)),
                    factory.generatePrivate(
                            new RSAPrivateKeySpec(modulus, RSAKeyGenParameterSpec.F4.modInverse(order))));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static KeyPair of(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static final class Draft {
        private final X500Name subject;
        private KeyPair keys = ec("secp256r1");
        private Instant notBefore = NOW.minus(Duration.ofDays(1));
        private Instant notAfter = NOW.plus(Duration.ofDays(365));
        private BasicConstraints constraints = new BasicConstraints(true);
        private int usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        private String algorithm = "";
        private TestCertificate issuer;
        private int version = 3;
        private final List<Extension> extensions = new ArrayList<>();

        private Draft(X500Name subject) {
            this.subject = subject;
        }

        public Draft with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
            try {
                extensions.add(Extension.create(id, critical, value));
                return this;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        public Draft keys(KeyPair pair) {
            keys = pair;
            return this;
        }

        public Draft from(Instant time) {
            notBefore = time;
            return this;
        }

        public Draft until(Instant time) {
            notAfter = time;
            return this;
        }

        public Draft leaf() {
            constraints = new BasicConstraints(false);
            usage = KeyUsage.digitalSignature;
            return this;
        }

        public Draft pathLength(int length) {
            constraints = new BasicConstraints(length);
            return this;
        }

        public Draft withoutConstraints() {
            constraints = null;
            return this;
        }

        public Draft usage(int bits) {
            usage = bits;
            return this;
        }

        public Draft signedWith(String name) {
            algorithm = name;
            return this;
        }

        public Draft issuedBy(TestCertificate authority) {
            issuer = authority;
            return this;
        }

        public Draft version1() {
            version = 1;
            return this;
        }

        public TestCertificate make() {
            try {
                KeyPair signing = issuer == null ? keys : issuer.keys();
                X500Name by = issuer == null
                        ? subject
                        : X500Name.getInstance(
                                issuer.certificate().getSubjectX500Principal().getEncoded());
                JcaContentSignerBuilder builderOfSigner = new JcaContentSignerBuilder(algorithm(signing));
                if (algorithm.endsWith("MGF1")) {
                    builderOfSigner.setProvider(new BouncyCastleProvider());
                }
                ContentSigner signer = builderOfSigner.build(signing.getPrivate());
                SubjectPublicKeyInfo key =
                        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
                BigInteger serial = BigInteger.valueOf(System.nanoTime());
                JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
                if (version == 1) {
                    return new TestCertificate(
                            converter.getCertificate(new X509v1CertificateBuilder(
                                            by, serial, Date.from(notBefore), Date.from(notAfter), subject, key)
                                    .build(signer)),
                            keys);
                }
                X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                        by, serial, Date.from(notBefore), Date.from(notAfter), subject, key);
                if (constraints != null) {
                    builder.addExtension(Extension.basicConstraints, true, constraints);
                }
                if (usage != 0) {
                    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
                }
                for (Extension extension : extensions) {
                    builder.addExtension(extension);
                }
                return new TestCertificate(converter.getCertificate(builder.build(signer)), keys);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        private String algorithm(KeyPair signing) {
            if (!algorithm.isEmpty()) {
                return algorithm;
            }
            return switch (signing.getPublic().getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                case "ML-DSA" -> "ML-DSA-65";
                default -> "Ed25519";
            };
        }
    }
}
