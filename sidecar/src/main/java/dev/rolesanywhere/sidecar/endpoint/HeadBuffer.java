package dev.rolesanywhere.sidecar.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The head of one request, as its bytes arrive: everything up to the first empty line, without carriage returns. */
final class HeadBuffer {
    static final int MAX_BYTES = 8 << 10;
    private static final byte[] NOTHING = {};

    private byte[] kept = NOTHING;
    private int length;
    private int received;
    private boolean complete;

    /**
     * Takes bytes until the head is complete or too long.
     *
     * @return the index of the first byte that was not taken
     */
    int take(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + MAX_BYTES - received);
        if (end - from > kept.length - length) {
            kept = Arrays.copyOf(kept, Math.min(MAX_BYTES, Math.max(length + end - from, 2 * length)));
        }
        int i = from;
        while (i < end && !complete) {
            byte b = bytes[i++];
            if (b != '\r') {
                kept[length++] = b;
                complete = b == '\n' && length > 1 && kept[length - 2] == '\n';
            }
        }
        received += Math.max(0, i - from);
        return i;
    }

    boolean isEmpty() {
        return received == 0;
    }

    boolean isComplete() {
        return complete;
    }

    boolean isTooLong() {
        return !complete && received >= MAX_BYTES;
    }

    /** Of a complete head: without the empty line. */
    String text() {
        return new String(kept, 0, length - 2, StandardCharsets.ISO_8859_1);
    }
}
