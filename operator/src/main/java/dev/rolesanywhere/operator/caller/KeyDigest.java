package dev.rolesanywhere.operator.caller;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;

/** The first 128 bits of a key's SHA-256: enough to distinguish keys, and small enough to remember for every pod. */
record KeyDigest(long high, long low) {
    static KeyDigest of(PublicKey key) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
            return new KeyDigest(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
