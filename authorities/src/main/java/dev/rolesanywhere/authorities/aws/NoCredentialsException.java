package dev.rolesanywhere.authorities.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** The caller of AWS has no credentials of its own. The message says why and what to do, and holds no secret. */
public final class NoCredentialsException extends SdkClientException {
    private static final long serialVersionUID = 1L;

    private NoCredentialsException(Builder builder) {
        super(builder);
    }

    public static NoCredentialsException because(String message) {
        return new NoCredentialsException(SdkClientException.builder().message(message));
    }

    /** Whoever repeats the call at once gets the same answer. */
    @Override
    public boolean retryable() {
        return false;
    }
}
