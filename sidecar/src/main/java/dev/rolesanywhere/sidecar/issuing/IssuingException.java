package dev.rolesanywhere.sidecar.issuing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The issuer gave no certificates. The message says why and what to do. */
public final class IssuingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** No answer that can be used. */
    public static final String UNREACHABLE = "IssuerUnreachable";

    private final String reason;
    private final @Nullable Duration retryAfter;

    IssuingException(String reason, String message, @Nullable Duration retryAfter) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    IssuingException(String reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = null;
    }

    /** A constant of the issuing policy chain, or {@link #UNREACHABLE}. */
    public String reason() {
        return reason;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
