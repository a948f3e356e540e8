package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import java.security.GeneralSecurityException;
import java.time.Duration;

/**
 * Asks AWS for credentials.
 *
 * @param correction of the node's clock, kept for the whole call
 */
record ExchangeCall(SessionExchange exchange, IssuedRole role, Duration correction) implements Call {
    @Override
    public Event make() throws CreateSessionException, GeneralSecurityException {
        return new Event.Exchanged(role, correction, exchange.exchange(role, correction), null);
    }

    @Override
    public Event failed(Throwable cause) {
        return new Event.Exchanged(role, correction, null, cause);
    }
}
