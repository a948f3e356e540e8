package dev.rolesanywhere.client.transport;

import java.io.IOException;

/** No answer was had, and why, as far as it can be told apart. */
public final class TransportException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Who is to be asked about it. */
    public enum Cause {
        PROXY_REFUSED,
        TLS_UNTRUSTED,
        UNREACHABLE
    }

    private final Cause reason;

    TransportException(Cause reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}
