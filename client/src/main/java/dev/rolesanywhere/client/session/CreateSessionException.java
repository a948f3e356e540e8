package dev.rolesanywhere.client.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * CreateSession or AssumeRole failed. The message is AWS's, or names the failure before AWS answered; it never contains
 * a secret.
 */
public final class CreateSessionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final AwsRefusal refusal;
    private final int httpStatus;
    private final String code;
    private final @Nullable String requestId;
    private final @Nullable Duration retryAfter;
    private final @Nullable Duration clockOffset;

    /** AWS answered, and refused. */
    CreateSessionException(
            AwsRefusal refusal,
            String message,
            int httpStatus,
            String code,
            @Nullable String requestId,
            @Nullable Duration retryAfter,
            @Nullable Duration clockOffset) {
        super(message);
        this.refusal = refusal;
        this.httpStatus = httpStatus;
        this.code = code;
        this.requestId = requestId;
        this.retryAfter = retryAfter;
        this.clockOffset = clockOffset;
    }

    /** AWS did not answer. The caller knows the cause and provides the message. */
    public CreateSessionException saying(String message) {
        return new CreateSessionException(refusal, message, getCause());
    }

    /** AWS did not answer. */
    CreateSessionException(AwsRefusal refusal, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.refusal = refusal;
        this.httpStatus = 0;
        this.code = "";
        this.requestId = null;
        this.retryAfter = null;
        this.clockOffset = null;
    }

    public AwsRefusal refusal() {
        return refusal;
    }

    /** 0 if AWS did not answer. */
    public int httpStatus() {
        return httpStatus;
    }

    /** AWS's error code, as {@code AccessDeniedException}; empty if AWS gave none. */
    public String code() {
        return code;
    }

    public @Nullable String requestId() {
        return requestId;
    }

    /** The wait time that AWS requests. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** AWS's clock minus ours, from the answer's Date header. */
    public @Nullable Duration clockOffset() {
        return clockOffset;
    }

    /**
     * Whether the same request with a new signature may succeed without a change in AWS: 408, 429, 5xx, throttling, the network, a
     * success without credentials in it.
     */
    public boolean retryable() {
        return refusal.retryable() || httpStatus == 408 || httpStatus >= 500 || httpStatus / 100 == 2;
    }
}
