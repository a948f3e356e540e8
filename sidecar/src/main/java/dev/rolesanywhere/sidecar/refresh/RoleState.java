package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.endpoint.Served;
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
 */
public record RoleState(
        String token,
        @Nullable Credentials credentials,
        @Nullable Duration life,
        Instant dueAt,
        int failures,
        @Nullable String problem) {
    static RoleState unknown(String token, Instant now) {
        return new RoleState(token, null, null, now, 0, null);
    }

    boolean isDue(Instant now) {
        return !dueAt.isAfter(now);
    }

    /** Whether the endpoint hands the credentials out. */
    public boolean isServed(Instant now) {
        return credentials != null && Served.isServed(credentials, now);
    }

    /** Whether less than a third of the credentials' life is left. */
    boolean isEnding(Instant now) {
        return credentials != null
                && life != null
                && Duration.between(now, credentials.expiration()).compareTo(life.dividedBy(3)) < 0;
    }

    RoleState renewed(Credentials next, @Nullable Duration atLeast, Instant now, double random) {
        Duration life = Duration.between(now, next.expiration());
        return new RoleState(token, next, life, now.plus(Schedule.renewIn(life, atLeast, random)), 0, null);
    }

    /** Keeps the credentials: they are served until they expire. */
    RoleState failed(Attempt attempt, String why, Instant now, double random) {
        Duration wait = attempt.isAboutFiles()
                ? Schedule.lookAgainIn(failures + 1, random)
                : Schedule.retryIn(failures + 1, attempt.lasting(), attempt.retryAfter(), random);
        return new RoleState(token, credentials, life, now.plus(wait), failures + 1, why);
    }

    RoleState because(@Nullable String why) {
        return new RoleState(token, credentials, life, dueAt, failures, why);
    }

    /** The clock was ahead by so much. */
    RoleState setBack(Duration by) {
        return new RoleState(token, credentials, life, dueAt.minus(by), failures, problem);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "RoleState[" + credentials + ", due " + dueAt + "]";
    }
}
