package dev.rolesanywhere.client.json;

import java.io.IOException;

/** The text is not the expected JSON. The message never quotes the text, which may hold a secret. */
public final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedJsonException(String message) {
        super(message);
    }
}
