package dev.rolesanywhere.sidecar.csr;

import java.io.ByteArrayOutputStream;

/** The few DER encodings (X.690) of a certificate request. */
public final class DerWriter {
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;

    private DerWriter() {}

    public static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, parts);
    }

    /** A set of one. */
    static byte[] set(byte[] part) {
        return tagged(SET, part);
    }

    public static byte[] octetString(byte[] bytes) {
        return tagged(OCTET_STRING, bytes);
    }

    /** A bit string of whole bytes. */
    static byte[] bitString(byte[] bytes) {
        return tagged(BIT_STRING, new byte[] {0}, bytes);
    }

    static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        length(out, content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static void length(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else if (length < 0x10000) {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        } else {
            throw new IllegalArgumentException("a certificate request is not that long: " + length);
        }
    }
}
