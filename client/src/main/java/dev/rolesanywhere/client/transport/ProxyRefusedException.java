package dev.rolesanywhere.client.transport;

import java.io.IOException;

/** The HTTP proxy could not be reached or did not let us through. */
public final class ProxyRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ProxyRefusedException(String message) {
        super(message);
    }

    public ProxyRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
