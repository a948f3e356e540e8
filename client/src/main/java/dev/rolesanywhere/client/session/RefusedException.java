package dev.rolesanywhere.client.session;

import org.jspecify.annotations.Nullable;

/** No session: AWS refused, or could not be asked. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final AwsRefusal refusal;
    private final int status;
    private final @Nullable String requestId;
    private final @Nullable Long retryAfterSeconds;

    RefusedException(
            AwsRefusal refusal,
            int status,
            String message,
            @Nullable String requestId,
            @Nullable Long retryAfterSeconds,
            @Nullable Throwable cause) {
        super(message, cause);
        this.refusal = refusal;
        this.status = status;
        this.requestId = requestId;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public AwsRefusal refusal() {
        return refusal;
    }

    /** The HTTP status; 0 where there was no answer. */
    public int status() {
        return status;
    }

    /** AWS's {@code x-amzn-RequestId}, which its support asks for. */
    public @Nullable String requestId() {
        return requestId;
    }

    public @Nullable Long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
