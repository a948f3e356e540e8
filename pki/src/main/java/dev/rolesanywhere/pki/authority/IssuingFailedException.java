package dev.rolesanywhere.pki.authority;

import org.jspecify.annotations.Nullable;

/** An authority did not sign; the message says why and what to do, and holds no secret. */
public sealed class IssuingFailedException extends RuntimeException
        permits IssuingPassesException, IssuingPendingException, LeafDeniedException {
    private static final long serialVersionUID = 1;

    public IssuingFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
