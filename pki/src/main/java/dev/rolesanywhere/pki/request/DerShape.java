package dev.rolesanywhere.pki.request;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether bytes are DER of reasonable depth. ASN.1 parsers recurse, so deeply nested input overflows their stack. This check runs
 * first and does not recurse.
 */
final class DerShape {
    /** A PKCS#10 request has about eight levels. */
    private static final int MAX_DEPTH = 32;

    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_TAG = 0x1f;
    private static final int LONG_LENGTH = 0x80;
    private static final int MAX_LENGTH_OCTETS = 3;

    private DerShape() {}

    /** Definite lengths only, no value beyond the end of its parent, no tag number above 30. The parser checks the values. */
    static boolean isSound(byte[] der) {
        Deque<Integer> ends = new ArrayDeque<>();
        ends.push(der.length);
        int at = 0;
        while (at < der.length) {
            while (at == ends.element()) {
                ends.pop();
            }
            int end = ends.element();
            if (end - at < 2 || ends.size() > MAX_DEPTH || (der[at] & LONG_TAG) == LONG_TAG) {
                return false;
            }
            boolean constructed = (der[at] & CONSTRUCTED) != 0;
            int octets = (der[at + 1] & LONG_LENGTH) == 0 ? 0 : der[at + 1] & ~LONG_LENGTH & 0xff;
            boolean indefinite = octets == 0 && der[at + 1] < 0;
            if (indefinite || octets > MAX_LENGTH_OCTETS || octets > end - at - 2) {
                return false;
            }
            int length = octets == 0 ? der[at + 1] : number(der, at + 2, octets);
            at += 2 + octets;
            if (length > end - at) {
                return false;
            }
            if (constructed) {
                ends.push(at + length);
            } else {
                at += length;
            }
        }
        return der.length > 0;
    }

    private static int number(byte[] der, int from, int octets) {
        int number = 0;
        for (int i = from; i < from + octets; i++) {
            number = (number << 8) | (der[i] & 0xff);
        }
        return number;
    }
}
