package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.external.CertificateFilesException;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.IssuerClient;
import dev.rolesanywhere.sidecar.issuing.IssuingException;
import dev.rolesanywhere.sidecar.issuing.Outcome;
import dev.rolesanywhere.sidecar.issuing.Requests;
import dev.rolesanywhere.sidecar.issuing.SessionsHeld;
import dev.rolesanywhere.sidecar.issuing.TargetRole;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to the operator or to AWS, which may take long. It ends with exactly one event, which {@link Inbox.Pending}
 * ensures.
 */
interface Call {
    /** Runs on another thread than the decisions. */
    Event make() throws Exception;

    /** The event of a call without an answer, or of a call that could not start. Runs on the thread that decides. */
    Event failed(Throwable cause);

    record Certificates(IssuerClient issuer, Requests requests, SessionsHeld sessions) implements Call {
        @Override
        public Event make() throws IssuingException {
            return new Event.Certificates(issuer.certificates(requests, sessions), null);
        }

        @Override
        public Event failed(Throwable cause) {
            return new Event.Certificates(null, IssuingException.of(cause));
        }
    }

    /** @param correction of the node's clock, for the whole call */
    record Exchange(SessionExchange exchange, PrivateKey key, IssuedRole role, Duration correction) implements Call {
        @Override
        public Event make()
                throws CreateSessionException, GeneralSecurityException, CertificateFilesException,
                        InterruptedException {
            return new Event.Exchanged(role, correction, exchange.exchange(key, role, correction), null);
        }

        @Override
        public Event failed(Throwable cause) {
            return new Event.Exchanged(role, correction, null, cause);
        }
    }

    /**
     * Assumes the role's target role at STS.
     *
     * @param first the session that signs
     * @param correction of the node's clock, for the whole call
     */
    record Assume(SessionExchange exchange, Credentials first, IssuedRole role, TargetRole target, Duration correction)
            implements Call {
        @Override
        public Event make() throws CreateSessionException, GeneralSecurityException {
            return new Event.Assumed(role, target, correction, exchange.assume(first, role, target, correction), null);
        }

        @Override
        public Event failed(Throwable cause) {
            return new Event.Assumed(role, target, correction, null, cause);
        }
    }

    /**
     * Reports AWS's answers to the operator.
     *
     * @param clients whether any client has sent a request; null if that is unknown
     */
    record Report(
            IssuerClient issuer,
            List<Outcome> outcomes,
            @Nullable String clients) implements Call {
        @Override
        public Event make() throws IssuingException {
            issuer.outcomes(outcomes, clients);
            return new Event.Reported(outcomes, clients, null);
        }

        @Override
        public Event failed(Throwable cause) {
            return new Event.Reported(outcomes, clients, IssuingException.of(cause));
        }
    }
}
