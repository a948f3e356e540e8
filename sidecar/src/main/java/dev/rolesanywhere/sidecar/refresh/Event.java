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

/** The end of a call. It has either a result or a failure, unless the result has no content. */
sealed interface Event {
    /** The operator's answer with certificates, or the failure of the call. */
    record Certificates(@Nullable Issued issued, @Nullable IssuingException failure) implements Event {}

    /** AWS's answer, or the failure of the call. */
    sealed interface OfAws extends Event {
        IssuedRole role();

        /** Correction of the node's clock with which the request was signed. */
        Duration correction();

        @Nullable
        Session session();

        @Nullable
        Throwable failure();
    }

    /** The answer of Roles Anywhere, or the failure of the call. */
    record Exchanged(
            IssuedRole role,
            Duration correction,
            @Nullable Session session,
            @Nullable Throwable failure) implements OfAws {}

    /**
     * STS's answer, or the failure of the call.
     *
     * @param target as requested
     */
    record Assumed(
            IssuedRole role,
            TargetRole target,
            Duration correction,
            @Nullable Session session,
            @Nullable Throwable failure)
            implements OfAws {}

    /**
     * The operator has received the outcomes, or the call failed.
     *
     * @param clients the reported state of the clients; null if the report had none
     */
    record Reported(
            List<Outcome> outcomes,
            @Nullable String clients,
            @Nullable IssuingException failure) implements Event {}
}
