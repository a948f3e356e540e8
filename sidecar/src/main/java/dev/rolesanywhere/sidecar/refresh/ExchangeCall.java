package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import java.security.GeneralSecurityException;
import java.time.Duration;

/**
 * Asks AWS for credentials. Ends with an event, whatever happens.
 *
 * @param correction of the node's clock, kept for the whole call
 */
record ExchangeCall(SessionExchange exchange, IssuedRole role, Duration correction, Inbox inbox) implements Runnable {
    @Override
    public void run() {
        try {
            inbox.put(new Event.Exchanged(role, correction, exchange.exchange(role, correction), null));
        } catch (CreateSessionException | GeneralSecurityException | RuntimeException | Error e) {
            inbox.put(new Event.Exchanged(role, correction, null, e));
        }
    }
}
