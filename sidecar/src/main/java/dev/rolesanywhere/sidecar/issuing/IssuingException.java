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
    private final boolean denied;

    IssuingException(String reason, String message, @Nullable Duration retryAfter, boolean denied) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
        this.denied = denied;
    }

    IssuingException(String reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = null;
        this.denied = false;
    }

    /** The exception itself, or what nobody foresaw, on our side. */
    public static IssuingException of(Throwable e) {
        return e instanceof IssuingException known ? known : new IssuingException("SidecarFault", String.valueOf(e), e);
    }

    /** A constant of the issuing policy chain, or {@link #UNREACHABLE}. */
    public String reason() {
        return reason;
    }

    /** Whether the operator itself said that this pod gets no certificate, rather than gave no answer. */
    public boolean denied() {
        return denied;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
