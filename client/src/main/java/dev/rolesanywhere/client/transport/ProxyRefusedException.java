package dev.rolesanywhere.client.transport;

import java.io.IOException;

/** The HTTP proxy was unreachable or refused the tunnel. */
public final class ProxyRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ProxyRefusedException(String message) {
        super(message);
    }

    public ProxyRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
