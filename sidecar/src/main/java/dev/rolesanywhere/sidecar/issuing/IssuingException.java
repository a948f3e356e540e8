package dev.rolesanywhere.sidecar.issuing;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The issuer gave no certificates. The message says why and what to do. */
public final class IssuingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** No answer that can be used. */
    public static final String UNREACHABLE = "IssuerUnreachable";

    static final String TOKEN_UNREADABLE = "TokenUnreadable";
    private static final String SIDECAR_FAULT = "SidecarFault";

    /** The reasons that the sidecar itself gives; the others are the operator's. */
    public static final List<String> OWN_REASONS = List.of(UNREACHABLE, TOKEN_UNREADABLE, SIDECAR_FAULT);

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
        return e instanceof IssuingException known ? known : new IssuingException(SIDECAR_FAULT, String.valueOf(e), e);
    }

    /** A constant of the issuing policy chain, one of {@link #OWN_REASONS}, or {@code HTTP} and a status. */
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
