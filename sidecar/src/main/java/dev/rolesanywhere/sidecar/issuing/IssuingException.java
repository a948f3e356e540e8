package dev.rolesanywhere.sidecar.issuing;

import org.jspecify.annotations.Nullable;

/** No certificates: the issuer refused, or could not be asked. */
public final class IssuingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final @Nullable Long retryAfterSeconds;

    IssuingException(String reason, String message, @Nullable Long retryAfterSeconds, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** A constant of the issuing policy, or {@code IssuerUnreachable}. */
    public String reason() {
        return reason;
    }

    public @Nullable Long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
