package dev.rolesanywhere.pki.certificate;

import java.math.BigInteger;
import java.security.SecureRandom;

/** Random serial numbers, so that two replicas need no common counter. */
public final class SerialNumbers {
    private static final int RANDOM_BITS = 128;

    private SerialNumbers() {}

    /** 128 random bits behind a leading one: positive, 17 octets, within the 20 octets of RFC 5280, 4.1.2.2. */
    public static BigInteger next(SecureRandom random) {
        return new BigInteger(RANDOM_BITS, random).setBit(RANDOM_BITS);
    }
}
