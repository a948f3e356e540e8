package dev.rolesanywhere.webhook.admission;

import dev.rolesanywhere.webhook.limits.FairShare;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/** A request body as it arrives. Its memory is reserved from the address's share before use. */
final class ReceivedBody {
    private static final int FIRST = 16 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final FairShare memory;
    private final String address;
    private byte[] bytes = NOTHING;
    private int length;

    ReceivedBody(FairShare memory, String address) {
        this.memory = memory;
        this.address = address;
    }

    /** @return false if the address has no memory left; then nothing is appended */
    boolean append(Buffer chunk) {
        if (length + chunk.length() > bytes.length && !grow(length + chunk.length())) {
            return false;
        }
        chunk.getBytes(bytes, length);
        length += chunk.length();
        return true;
    }

    private boolean grow(int needed) {
        int capacity = Math.max(Math.max(FIRST, needed), Math.min(bytes.length * 2, ReviewLimits.BODY_BYTES));
        if (!memory.take(address, capacity - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }

    int length() {
        return length;
    }

    InputStream content() {
        return new ByteArrayInputStream(bytes, 0, length);
    }

    /** Discards the body and releases its memory. Idempotent. */
    void drop() {
        memory.giveBack(address, bytes.length);
        bytes = NOTHING;
        length = 0;
    }
}
