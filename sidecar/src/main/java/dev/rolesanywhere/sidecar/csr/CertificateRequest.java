package dev.rolesanywhere.sidecar.csr;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;

/**
 * PKCS#10 requests (RFC 2986). The issuer reads only the key and the proof of its possession, so the usual request has
 * no names. A request for an authority that signs the names of requests has exactly the names that the issuer sent.
 */
public final class CertificateRequest {
    private static final byte[] VERSION_1 = {0x02, 0x01, 0x00};
    private static final byte[] EMPTY_SUBJECT = {0x30, 0x00};
    private static final byte[] NO_ATTRIBUTES = {(byte) 0xa0, 0x00};
    /** 1.2.840.10045.4.3.2, ecdsa-with-SHA256 (RFC 5758). */
    private static final byte[] ECDSA_WITH_SHA256 = {0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2};
    /** 1.2.840.113549.1.9.14, extensionRequest (RFC 2985). */
    private static final byte[] EXTENSION_REQUEST = {
        0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 9, 14
    };
    /** 2.5.29.17, subjectAltName (RFC 5280). */
    private static final byte[] SUBJECT_ALT_NAME = {0x06, 0x03, 0x55, 0x1d, 0x11};

    private CertificateRequest() {}

    /** DER, signed by an elliptic curve key, without names. */
    public static byte[] der(KeyPair keys) throws GeneralSecurityException {
        return signed(keys, EMPTY_SUBJECT, NO_ATTRIBUTES);
    }

    /**
     * DER, signed by an elliptic curve key, with exactly these names.
     *
     * @param subject DER of a Name
     * @param alternativeNames DER of GeneralNames
     */
    public static byte[] der(KeyPair keys, byte[] subject, byte[] alternativeNames) throws GeneralSecurityException {
        byte[] extension = DerWriter.sequence(SUBJECT_ALT_NAME, DerWriter.octetString(alternativeNames));
        byte[] attribute = DerWriter.sequence(EXTENSION_REQUEST, DerWriter.set(DerWriter.sequence(extension)));
        return signed(keys, subject, DerWriter.tagged(NO_ATTRIBUTES[0], attribute));
    }

    private static byte[] signed(KeyPair keys, byte[] subject, byte[] attributes) throws GeneralSecurityException {
        byte[] info = DerWriter.sequence(VERSION_1, subject, keys.getPublic().getEncoded(), attributes);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(info);
        return DerWriter.sequence(info, DerWriter.sequence(ECDSA_WITH_SHA256), DerWriter.bitString(signature.sign()));
    }
}
