package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.issuing.TargetRole;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one role.
 *
 * @param credentials the last good ones, expired perhaps
 * @param life of the credentials when AWS gave them; null where a sidecar before this one got them
 * @param dueAt when to call AWS next
 * @param failures in a row
 * @param problem why the last attempt failed; null after a success
 * @param first the session that the target role is assumed with; null where there is none, and where the role has no target role
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

    /** Whether the endpoint hands the credentials out. */
    public boolean isServed(Instant now) {
        return credentials != null && Served.isServed(credentials, now);
    }

    /** Whether the target role is to be assumed now. */
    boolean isAssumeDue(Instant now) {
        return first != null && first.isAssumeDue(now);
    }

    /** Whether less than a third of the life is left of what Roles Anywhere gave. */
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
     * With a new session for the target role, which is assumed at once where its session is missing or was of other settings. Otherwise the
     * two steps keep times of their own.
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

    /** Keeps the credentials. Where STS does not accept the first session any more, a new one is due. */
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

    /** The role has no target role any more: what Roles Anywhere gives is served, as soon as possible. */
    RoleState withoutTarget(Instant now) {
        return new RoleState(token, credentials, life, now, failures, problem, null);
    }

    /** Keeps the credentials: they are served until they expire. */
    RoleState failed(Attempt attempt, String why, Instant now, double random) {
        Duration wait = attempt.isAboutFiles()
                ? Schedule.lookAgainIn(failures + 1, random)
                : Schedule.retryIn(failures + 1, attempt.lasting(), attempt.retryAfter(), random);
        return new RoleState(token, credentials, life, now.plus(wait), failures + 1, why, first);
    }

    RoleState because(@Nullable String why) {
        return new RoleState(token, credentials, life, dueAt, failures, why, first);
    }

    /** The clock was ahead by so much. */
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
