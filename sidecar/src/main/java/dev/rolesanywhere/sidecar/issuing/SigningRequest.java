package dev.rolesanywhere.sidecar.issuing;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;

/** A PKCS#10 request (RFC 2986) with an empty subject: it carries a public key and the proof that we hold the private one. */
final class SigningRequest {
    private static final byte[] ECDSA_WITH_SHA256 = {
        0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02
    };

    private SigningRequest() {}

    static byte[] der(KeyPair pair) throws GeneralSecurityException {
        byte[] info = sequence(
                new byte[] {0x02, 0x01, 0x00}, // version
                sequence(), // subject
                pair.getPublic().getEncoded(),
                new byte[] {(byte) 0xA0, 0x00}); // attributes
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(info);
        return sequence(info, sequence(ECDSA_WITH_SHA256), bitString(signature.sign()));
    }

    private static byte[] bitString(byte[] bytes) {
        byte[] content = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, content, 1, bytes.length);
        return tagged(0x03, content);
    }

    private static byte[] sequence(byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return tagged(0x30, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else if (content.length < 256) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
