package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.arn.RoleArn;
import dev.rolesanywhere.client.session.AwsRefusal;
import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.client.session.Session;
import dev.rolesanywhere.sidecar.external.CertificateFilesException;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of one call to AWS.
 *
 * @param credentials null after a failure
 * @param action what to do about the failure; null after a success
 * @param lasting whether only a change of configuration removes the cause
 */
record Attempt(
        Outcome outcome,
        @Nullable Credentials credentials,
        @Nullable String action,
        @Nullable Duration retryAfter,
        boolean lasting) {
    /**
     * AWS may grant this much less than requested, for the time of the answer, before the session counts as shortened.
     */
    private static final long SLACK_SECONDS = 60;

    /** @param now after the answer corrected the clock */
    static Attempt of(Event.Exchanged answered, Instant now) {
        Session session = answered.session();
        return session != null ? accepted(answered.role(), session, now) : failed(answered);
    }

    /**
     * The same for a target role. The granted session duration is the first session's, which an AWSRole requests.
     *
     * @param now after the answer corrected the clock
     */
    static Attempt of(Event.Assumed answered, Duration firstLife, Instant now) {
        Session session = answered.session();
        if (session == null) {
            return failed(answered);
        }
        IssuedRole role = answered.role();
        Instant expiration = session.credentials().expiration();
        if (Duration.between(now, expiration).toSeconds() < SLACK_SECONDS) {
            return expiredAlready(role, session, now);
        }
        return new Attempt(
                new Outcome(
                        role.name(),
                        Outcome.ACCEPTED,
                        "credentials of target role " + answered.target().roleArn() + " until " + expiration,
                        session.httpStatus(),
                        session.requestId(),
                        firstLife.toSeconds(),
                        role.sessionSeconds(),
                        expiration),
                withAccount(session.credentials(), answered.target().roleArn()),
                null,
                null,
                false);
    }

    private static Attempt failed(Event.OfAws answered) {
        IssuedRole role = answered.role();
        if (answered.failure() instanceof CreateSessionException refusal) {
            return refused(role, refusal);
        }
        if (answered.failure() instanceof CertificateFilesException wrong) {
            return unread(role, wrong);
        }
        Throwable failure = answered.failure();
        String message = failure == null || failure.getMessage() == null
                ? String.valueOf(failure)
                : String.valueOf(failure.getMessage());
        if (failure instanceof Error) {
            return new Attempt(
                    outcome(role, AwsRefusal.NOT_ASKED.reason(), String.valueOf(failure), 0, null),
                    null,
                    "The sidecar is out of memory or threads and retries. If this continues, raise the sidecar's memory limit or the"
                            + " node's limit of processes per pod.",
                    null,
                    false);
        }
        return new Attempt(
                outcome(role, AwsRefusal.NOT_ASKED.reason(), message, 0, null),
                null,
                AwsRefusal.NOT_ASKED.explanation(),
                null,
                true);
    }

    private static Attempt accepted(IssuedRole role, Session session, Instant now) {
        Instant expiration = session.credentials().expiration();
        long granted = Duration.between(now, expiration).toSeconds();
        if (granted < SLACK_SECONDS) {
            return expiredAlready(role, session, now);
        }
        Integer requested = role.sessionSeconds();
        boolean shortened = requested != null && granted < requested - SLACK_SECONDS;
        String message = shortened
                ? "AWS gave " + granted + " s instead of " + requested
                        + " s: raise the session duration of the Roles Anywhere profile"
                : "credentials until " + expiration;
        return new Attempt(
                new Outcome(
                        role.name(),
                        Outcome.ACCEPTED,
                        message,
                        session.httpStatus(),
                        session.requestId(),
                        granted,
                        requested,
                        Instant.ofEpochSecond(expiration.getEpochSecond())),
                withAccount(session.credentials(), role.roleArn()),
                null,
                null,
                false);
    }

    private static Attempt expiredAlready(IssuedRole role, Session session, Instant now) {
        return new Attempt(
                outcome(
                        role,
                        AwsRefusal.CLOCK_SKEW.reason(),
                        "AWS gave credentials that expire at "
                                + session.credentials().expiration() + ", but the time is " + now + " here",
                        session.httpStatus(),
                        session.requestId()),
                null,
                AwsRefusal.CLOCK_SKEW.explanation(),
                null,
                false);
    }

    private static Credentials withAccount(Credentials credentials, String roleArn) {
        try {
            return credentials.of(RoleArn.parse(roleArn).account());
        } catch (IllegalArgumentException e) {
            // AWS has accepted the ARN, so the credentials are valid without the account.
            return credentials;
        }
    }

    private static Attempt refused(IssuedRole role, CreateSessionException e) {
        return new Attempt(
                outcome(role, e.refusal().reason(), String.valueOf(e.getMessage()), e.httpStatus(), e.requestId()),
                null,
                e.refusal().explanation(),
                e.retryAfter(),
                !e.retryable());
    }

    /** The other component may write the files at any time. */
    private static Attempt unread(IssuedRole role, CertificateFilesException e) {
        return new Attempt(
                outcome(role, e.refusal().reason(), String.valueOf(e.getMessage()), 0, null),
                null,
                e.refusal().explanation(),
                null,
                false);
    }

    /** Whether the next attempt only reads files. */
    boolean isAboutFiles() {
        return outcome.reason().equals(AwsRefusal.CERTIFICATE_FILES_MISSING.reason())
                || outcome.reason().equals(AwsRefusal.CERTIFICATE_FILES_INVALID.reason());
    }

    private static Outcome outcome(
            IssuedRole role, String reason, String message, int status, @Nullable String requestId) {
        return new Outcome(role.name(), reason, message, status, requestId, null, role.sessionSeconds(), null);
    }
}
