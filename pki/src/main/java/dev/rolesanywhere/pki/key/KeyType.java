package dev.rolesanywhere.pki.key;

import java.io.IOException;
import java.security.PublicKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;

/** The type of a public key, read from its encoding, so that a message can name keys that the JDK does not support. */
public sealed interface KeyType {

    /** An elliptic curve by its NIST name ({@code P-256}), else by its OID, else {@code explicit parameters}. */
    record EllipticCurve(String curve) implements KeyType {
        @Override
        public String toString() {
            return "EC " + curve;
        }
    }

    record Rsa(int bits) implements KeyType {
        @Override
        public String toString() {
            return "RSA " + bits;
        }
    }

    /** Anything else: {@code Ed25519}, {@code ML-DSA-65}, or the algorithm's OID. */
    record Other(String algorithm) implements KeyType {
        @Override
        public String toString() {
            return algorithm;
        }
    }

    static KeyType of(PublicKey key) {
        return of(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    /**
     * Reads the algorithm and, if there is one, the size.
     *
     * @throws IllegalArgumentException if the key's bits do not match its algorithm
     */
    static KeyType of(SubjectPublicKeyInfo key) {
        AlgorithmIdentifier algorithm = key.getAlgorithm();
        if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return new EllipticCurve(curve(algorithm));
        }
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            try {
                return new Rsa(RSAPublicKey.getInstance(key.parsePublicKey())
                        .getModulus()
                        .bitLength());
            } catch (IOException e) {
                throw new IllegalArgumentException("an RSA key without a modulus", e);
            }
        }
        return new Other(name(algorithm.getAlgorithm()));
    }

    private static String known(ASN1ObjectIdentifier algorithm) {
        DefaultAlgorithmNameFinder names = new DefaultAlgorithmNameFinder();
        return names.hasAlgorithmName(algorithm) ? names.getAlgorithmName(algorithm) : algorithm.getId();
    }

    private static String curve(AlgorithmIdentifier algorithm) {
        if (!(algorithm.getParameters() instanceof ASN1ObjectIdentifier oid)) {
            return "explicit parameters";
        }
        String name = NISTNamedCurves.getName(oid);
        return name == null ? oid.getId() : name;
    }

    /** The standard name; the OID of an unknown algorithm. */
    static String name(ASN1ObjectIdentifier algorithm) {
        return switch (algorithm.getId()) {
            case "2.16.840.1.101.3.4.3.17" -> "ML-DSA-44";
            case "2.16.840.1.101.3.4.3.18" -> "ML-DSA-65";
            case "2.16.840.1.101.3.4.3.19" -> "ML-DSA-87";
            case "1.3.101.112" -> "Ed25519";
            case "1.3.101.113" -> "Ed448";
            case "1.2.840.10040.4.1" -> "DSA";
            case "1.2.840.113549.1.1.10" -> "RSASSA-PSS";
            default -> known(algorithm);
        };
    }
}
