package dev.rolesanywhere.sidecar.csr;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;

/** A PKCS#10 request (RFC 2986) with an empty subject: the issuer reads the key and the proof of its possession only. */
public final class CertificateRequest {
    private static final byte[] VERSION_1 = {0x02, 0x01, 0x00};
    private static final byte[] EMPTY_SUBJECT = {0x30, 0x00};
    private static final byte[] NO_ATTRIBUTES = {(byte) 0xa0, 0x00};
    /** 1.2.840.10045.4.3.2, ecdsa-with-SHA256 (RFC 5758). */
    private static final byte[] ECDSA_WITH_SHA256 = {0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2};

    private CertificateRequest() {}

    /** DER, signed by an elliptic curve key. */
    public static byte[] der(KeyPair keys) throws GeneralSecurityException {
        byte[] info =
                DerWriter.sequence(VERSION_1, EMPTY_SUBJECT, keys.getPublic().getEncoded(), NO_ATTRIBUTES);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(info);
        return DerWriter.sequence(info, DerWriter.sequence(ECDSA_WITH_SHA256), DerWriter.bitString(signature.sign()));
    }
}
