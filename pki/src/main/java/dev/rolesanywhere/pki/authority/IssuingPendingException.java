package dev.rolesanywhere.pki.authority;

import java.time.Duration;

/** An authority has the request for a leaf and has not decided; who asks again with the same key goes on with the same request. */
public final class IssuingPendingException extends IssuingFailedException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    /** @param message what it waits for and who can help; the pod is told it */
    public IssuingPendingException(String message, Duration retryAfter) {
        super(message, null);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
