package dev.rolesanywhere.pki.authority;

import java.time.Duration;

/** An authority has the request for a leaf and has not decided; a retry with the same key continues the same request. */
public final class IssuingPendingException extends IssuingFailedException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    /** @param message what the request waits for and how to proceed; the pod receives this text */
    public IssuingPendingException(String message, Duration retryAfter) {
        super(message, null);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
