package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.AwsRefusal;
import dev.rolesanywhere.client.session.RefusedException;
import dev.rolesanywhere.client.session.RolesAnywhereClient;
import dev.rolesanywhere.client.session.Session;
import dev.rolesanywhere.client.transport.TrustedAuthorities;
import dev.rolesanywhere.client.transport.UrlTransport;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Trades one role's leaf for credentials. */
final class Exchange {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Clock clock;

    Exchange(Clock clock) {
        this.clock = clock;
    }

    /** What came of it: a session, or a refusal; and what the operator is told. */
    record Result(
            @Nullable Session session,
            @Nullable AwsRefusal refusal,
            @Nullable Long retryAfterSeconds,
            Outcome outcome) {}

    Result of(IssuedRole role) {
        try {
            UrlTransport transport = new UrlTransport(
                    TIMEOUT_MILLIS,
                    role.caBundle() == null ? null : TrustedAuthorities.alsoThe(role.caBundle()),
                    role.proxy());
            Session session = new RolesAnywhereClient(role.endpoint(), role.region(), transport, clock)
                    .createSession(role.identity(), role.session());
            if (!session.credentials().expiration().isAfter(clock.instant().plusSeconds(60))) {
                return refused(
                        role,
                        AwsRefusal.ClockSkew,
                        "the credentials that AWS gave have ended already, by this node's clock",
                        201,
                        null,
                        null);
            }
            return new Result(session, null, null, accepted(role, session));
        } catch (RefusedException e) {
            return refused(
                    role,
                    e.refusal(),
                    String.valueOf(e.getMessage()),
                    e.status(),
                    e.requestId(),
                    e.retryAfterSeconds());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return refused(role, AwsRefusal.RefusedUnknown, String.valueOf(e.getMessage()), 0, null, null);
        }
    }

    private Outcome accepted(IssuedRole role, Session session) {
        Instant expiration = session.credentials().expiration();
        return new Outcome(
                role.name(),
                "Accepted",
                "credentials of " + session.assumedRoleArn() + " until " + expiration,
                201,
                session.requestId(),
                role.session().durationSeconds(),
                // AWS counts from its own clock, whole seconds
                (Duration.between(clock.instant(), expiration).toSeconds() + 5) / 10 * 10,
                expiration);
    }

    private static Result refused(
            IssuedRole role,
            AwsRefusal refusal,
            String message,
            int status,
            @Nullable String requestId,
            @Nullable Long retryAfter) {
        return new Result(
                null,
                refusal,
                retryAfter,
                new Outcome(
                        role.name(),
                        refusal.name(),
                        refusal.remedy() + " AWS said: " + message,
                        status,
                        requestId,
                        role.session().durationSeconds(),
                        null,
                        null));
    }
}
