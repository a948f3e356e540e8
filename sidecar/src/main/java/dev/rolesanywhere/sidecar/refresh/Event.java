package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Session;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import dev.rolesanywhere.sidecar.issuing.TargetRole;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a call. Of a result and a failure exactly one is there, except where a result carries nothing. */
sealed interface Event {
    /** The operator answered with certificates, or did not. */
    record Certificates(@Nullable Issued issued, @Nullable IssuingException failure) implements Event {}

    /** AWS answered, or did not. */
    sealed interface OfAws extends Event {
        IssuedRole role();

        /** Of the node's clock, as the request was signed. */
        Duration correction();

        @Nullable
        Session session();

        @Nullable
        Throwable failure();
    }

    /** Roles Anywhere answered, or did not. */
    record Exchanged(
            IssuedRole role,
            Duration correction,
            @Nullable Session session,
            @Nullable Throwable failure) implements OfAws {}

    /**
     * STS answered, or did not.
     *
     * @param target as it was asked for
     */
    record Assumed(
            IssuedRole role,
            TargetRole target,
            Duration correction,
            @Nullable Session session,
            @Nullable Throwable failure)
            implements OfAws {}

    /**
     * The operator heard of the outcomes, or did not.
     *
     * @param clients what it was told of the clients; null where nothing
     */
    record Reported(
            List<Outcome> outcomes,
            @Nullable String clients,
            @Nullable IssuingException failure) implements Event {}
}
