package dev.rolesanywhere.client.session;

import org.jspecify.annotations.Nullable;

/**
 * What CreateSession gave.
 *
 * @param assumedRoleArn the caller that AWS sees, {@code arn:aws:sts::…:assumed-role/<role>/<session>}
 * @param httpStatus of the answer, 201 as documented
 * @param requestId AWS's, for its support
 */
public record Session(
        Credentials credentials,
        @Nullable String assumedRoleArn,
        @Nullable String sourceIdentity,
        @Nullable String subjectArn,
        int httpStatus,
        @Nullable String requestId) {}
