package dev.rolesanywhere.sidecar.external;

import dev.rolesanywhere.client.pem.PemBlock;
import dev.rolesanywhere.client.pem.PemText;
import dev.rolesanywhere.sidecar.csr.DerWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** A private key as PKCS#8, PKCS#1 or SEC1, in PEM. Messages never quote it. */
final class KeyPem {
    private static final byte[] TO_SIGN = {1, 2, 3};

    private KeyPem() {}

    /** The key of this leaf. */
    static PrivateKey read(byte[] pem, X509Certificate leaf, String file, String owner)
            throws CertificateFilesException {
        for (PemBlock block : PemText.blocks(pem)) {
            if (block.label().equals("ENCRYPTED PRIVATE KEY") || block.body().contains("ENCRYPTED")) {
                throw CertificateFilesException.invalid(
                        "the key in " + file + " is encrypted: " + owner + " must write it without a password");
            }
            if (block.label().endsWith("PRIVATE KEY")) {
                return matching(block, leaf, file, owner);
            }
        }
        throw CertificateFilesException.halfway(file + " contains no private key: " + owner + " must write the key");
    }

    private static PrivateKey matching(PemBlock block, X509Certificate leaf, String file, String owner)
            throws CertificateFilesException {
        try {
            if (block.content() instanceof PemBlock.Content.Bytes(byte[] der)) {
                PublicKey its = leaf.getPublicKey();
                byte[] encoded = block.label().equals("PRIVATE KEY") ? der : wrapped(der, its);
                PrivateKey key =
                        KeyFactory.getInstance(its.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
                if (isPair(key, its)) {
                    return key;
                }
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            // The key has another type or is damaged. The cause may quote it.
        }
        throw CertificateFilesException.halfway(
                "the key in " + file + " does not belong to the certificate: " + owner + " must write both");
    }

    /** Converts PKCS#1 and SEC1 to PKCS#8 (RFC 5958), with the algorithm of the certificate. */
    private static byte[] wrapped(byte[] der, PublicKey its) {
        return DerWriter.sequence(new byte[] {2, 1, 0}, algorithm(its.getEncoded()), DerWriter.octetString(der));
    }

    /** The first member of a SubjectPublicKeyInfo, whose algorithm is shorter than 128 bytes. */
    private static byte[] algorithm(byte[] publicKey) {
        int begin = 2 + ((publicKey[1] & 0x80) == 0 ? 0 : publicKey[1] & 0x7f);
        return Arrays.copyOfRange(publicKey, begin, begin + 2 + publicKey[begin + 1]);
    }

    private static boolean isPair(PrivateKey key, PublicKey its) throws GeneralSecurityException {
        String algorithm = its.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(TO_SIGN);
        byte[] signed = signature.sign();
        signature.initVerify(its);
        signature.update(TO_SIGN);
        return signature.verify(signed);
    }
}
