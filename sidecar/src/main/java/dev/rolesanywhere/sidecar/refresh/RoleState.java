package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.issuing.TargetRole;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of one role.
 *
 * @param credentials the last valid ones, which may have expired
 * @param life of the credentials when AWS granted them; null if a previous sidecar got them
 * @param dueAt when to call AWS next
 * @param failures in a row
 * @param problem why the last attempt failed; null after a success
 * @param first the session with which the target role is assumed; null if there is none, or if the role has no target
 *     role
 */
public record RoleState(
        String token,
        @Nullable Credentials credentials,
        @Nullable Duration life,
        Instant dueAt,
        int failures,
        @Nullable String problem,
        @Nullable FirstSession first) {
    static RoleState unknown(String token, Instant now) {
        return new RoleState(token, null, null, now, 0, null, null);
    }

    boolean isDue(Instant now) {
        return !dueAt.isAfter(now);
    }

    /** Whether the endpoint serves the credentials. */
    public boolean isServed(Instant now) {
        return credentials != null && Served.isServed(credentials, now);
    }

    boolean isAssumeDue(Instant now) {
        return first != null && first.isAssumeDue(now);
    }

    /** Whether less than a third of the lifetime that Roles Anywhere granted is left. */
    boolean isEnding(Instant now) {
        return first != null ? first.isEnding(now) : isServedEnding(now);
    }

    private boolean isServedEnding(Instant now) {
        return credentials != null
                && life != null
                && Duration.between(now, credentials.expiration()).compareTo(life.dividedBy(3)) < 0;
    }

    RoleState renewed(Credentials next, @Nullable Duration atLeast, Instant now, double random) {
        Duration life = Duration.between(now, next.expiration());
        return new RoleState(token, next, life, now.plus(Schedule.renewIn(life, atLeast, random)), 0, null, null);
    }

    /**
     * With a new first session. The target role is assumed immediately if its session is missing or has other settings.
     * Otherwise the two steps keep separate times.
     */
    RoleState begun(Credentials session, TargetRole target, @Nullable Duration atLeast, Instant now, double random) {
        Duration itsLife = Duration.between(now, session.expiration());
        FirstSession before = first;
        int stsFailures = before == null ? 0 : before.failures();
        boolean goesOn = before != null && stsFailures == 0 && target.equals(before.assumed()) && isServed(now);
        return new RoleState(
                token,
                credentials,
                life,
                now.plus(Schedule.renewIn(itsLife, atLeast, random)),
                0,
                stsFailures == 0 ? null : problem,
                new FirstSession(
                        session,
                        itsLife,
                        before != null && goesOn ? before.assumeAt() : now,
                        stsFailures,
                        before == null ? null : before.assumed()));
    }

    /** With credentials of the target role. */
    RoleState assumed(FirstSession with, Credentials next, TargetRole target, Instant now, double random) {
        Duration itsLife = Duration.between(now, next.expiration());
        return new RoleState(
                token,
                next,
                itsLife,
                dueAt,
                failures,
                failures == 0 ? null : problem,
                with.assumed(target, now.plus(Schedule.renewIn(itsLife, null, random))));
    }

    /** Keeps the credentials. If STS no longer accepts the first session, a new one is due. */
    RoleState notAssumed(
            FirstSession with, Attempt attempt, boolean firstIsRejected, String why, Instant now, double random) {
        Duration wait = Schedule.retryIn(with.failures() + 1, attempt.lasting(), attempt.retryAfter(), random);
        Instant again = now.plus(wait);
        return new RoleState(
                token,
                credentials,
                life,
                firstIsRejected && again.isBefore(dueAt) ? again : dueAt,
                failures,
                why,
                with.failed(firstIsRejected ? now.plus(Schedule.LONGEST_SLOW_RETRY) : again));
    }

    /** The role has no target role any more. The session of Roles Anywhere is served as soon as possible. */
    RoleState withoutTarget(Instant now) {
        return new RoleState(token, credentials, life, now, failures, problem, null);
    }

    /** Keeps the credentials, which are served until they expire. */
    RoleState failed(Attempt attempt, String why, Instant now, double random) {
        Duration wait = attempt.isAboutFiles()
                ? Schedule.lookAgainIn(failures + 1, random)
                : Schedule.retryIn(failures + 1, attempt.lasting(), attempt.retryAfter(), random);
        return new RoleState(token, credentials, life, now.plus(wait), failures + 1, why, first);
    }

    RoleState because(@Nullable String why) {
        return new RoleState(token, credentials, life, dueAt, failures, why, first);
    }

    /** Corrects the times by the duration that the clock was ahead. */
    RoleState setBack(Duration by) {
        return new RoleState(
                token, credentials, life, dueAt.minus(by), failures, problem, first == null ? null : first.setBack(by));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "RoleState[" + credentials + ", due " + dueAt + "]";
    }
}
