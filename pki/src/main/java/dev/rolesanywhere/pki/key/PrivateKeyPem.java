package dev.rolesanywhere.pki.key;

import dev.rolesanywhere.client.pem.PemText;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Private keys as PEM: written as PKCS#8, read as PKCS#8, PKCS#1 (RSA) or SEC1 (EC). */
public final class PrivateKeyPem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private PrivateKeyPem() {}

    /** The content of a PEM text. toString never shows the key. */
    public sealed interface Content {
        record Key(PrivateKey key) implements Content {
            @Override
            public String toString() {
                return "Key[" + key.getAlgorithm() + "]";
            }
        }

        /** A key encrypted with a passphrase. */
        record Encrypted() implements Content {}

        /** A key of an algorithm that is neither RSA nor EC; the algorithm's name, else its OID. */
        record Unsupported(String algorithm) implements Content {}

        /** The text has no private key, or an unreadable one. */
        record Unreadable() implements Content {}
    }

    /** One {@code PRIVATE KEY} block (PKCS#8, RFC 5958), ending in a newline. */
    public static String encode(PrivateKey key) {
        byte[] pkcs8 = key.getEncoded();
        if (pkcs8 == null) {
            throw new IllegalArgumentException("this key cannot be exported");
        }
        return "-----BEGIN PRIVATE KEY-----\n" + LINES.encodeToString(pkcs8) + "\n-----END PRIVATE KEY-----\n";
    }

    /** The first private key in it; other blocks, such as {@code EC PARAMETERS}, are skipped. */
    public static Content decode(byte[] pem) {
        try (PEMParser parser = new PEMParser(new StringReader(PemText.tidied(pem)))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                switch (block) {
                    case PrivateKeyInfo info -> {
                        return decode(info);
                    }
                    case PEMKeyPair pair -> {
                        return decode(pair.getPrivateKeyInfo());
                    }
                    case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ -> {
                        return new Content.Encrypted();
                    }
                    default -> {}
                }
            }
            return new Content.Unreadable();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The cause is dropped on purpose: parsers quote the text that they cannot read.
            return new Content.Unreadable();
        }
    }

    private static Content decode(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return key("RSA", info);
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return key("EC", info);
        }
        return new Content.Unsupported(KeyType.name(algorithm));
    }

    private static Content key(String algorithm, PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        return new Content.Key(
                KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded())));
    }
}
