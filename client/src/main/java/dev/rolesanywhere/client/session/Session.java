package dev.rolesanywhere.client.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of CreateSession or AssumeRole.
 *
 * @param assumedRoleArn the caller in AWS, {@code arn:aws:sts::…:assumed-role/<role>/<session>}
 * @param subjectArn null for a session of STS
 * @param httpStatus of the answer, 201 as documented for CreateSession
 * @param requestId AWS's, for its support
 * @param clockOffset AWS's clock minus ours, from the answer's Date header; null without this header
 */
public record Session(
        Credentials credentials,
        @Nullable String assumedRoleArn,
        @Nullable String sourceIdentity,
        @Nullable String subjectArn,
        int httpStatus,
        @Nullable String requestId,
        @Nullable Duration clockOffset) {}
