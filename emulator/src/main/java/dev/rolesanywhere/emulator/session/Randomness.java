package dev.rolesanywhere.emulator.session;

import java.util.Base64;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Creates IDs and keys that look like AWS's. */
public final class Randomness {
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int ID_LENGTH = 16;
    private static final int SECRET_BYTES = 30;
    private static final int TOKEN_BYTES = 256;

    private final RandomGenerator random;

    public Randomness(RandomGenerator random) {
        this.random = random;
    }

    /** A unique id of IAM's form: a prefix such as {@code AROA} and 16 characters. */
    public String id(String prefix) {
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        return id.toString();
    }

    /** A random UUID, RFC 9562 version 4. */
    public UUID uuid() {
        long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Of a new session. */
    public Session.Keys keys() {
        return new Session.Keys(id("ASIA"), base64(SECRET_BYTES), "IQoJb3JpZ2luX2Vj" + base64(TOKEN_BYTES));
    }

    private String base64(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
