package dev.rolesanywhere.emulator.protocol;

import java.nio.charset.StandardCharsets;

/** The bytes of a request's body, exactly as received, because the signature covers them. */
public final class Body {
    private final byte[] bytes;

    public Body(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
