package dev.rolesanywhere.sidecar.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The head of one request, as its bytes arrive: everything up to the first empty line, without carriage returns. */
final class HeadBuffer {
    static final int MAX_BYTES = 8 << 10;
    private static final int FIRST_BYTES = 512;
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
        int i = from;
        while (i < to && !complete && received < MAX_BYTES) {
            byte b = bytes[i++];
            received++;
            if (b != '\r') {
                keep(b);
                complete = b == '\n' && length > 1 && kept[length - 2] == '\n';
            }
        }
        return i;
    }

    private void keep(byte b) {
        if (length == kept.length) {
            kept = Arrays.copyOf(kept, Math.max(FIRST_BYTES, 2 * length));
        }
        kept[length++] = b;
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
