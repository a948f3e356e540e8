package dev.rolesanywhere.authorities.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** The caller has no AWS credentials. The message says why and what to do, and holds no secret. */
public final class NoCredentialsException extends SdkClientException {
    private static final long serialVersionUID = 1L;

    private NoCredentialsException(Builder builder) {
        super(builder);
    }

    public static NoCredentialsException because(String message) {
        return new NoCredentialsException(SdkClientException.builder().message(message));
    }

    /** An immediate retry has the same result. */
    @Override
    public boolean retryable() {
        return false;
    }
}
