package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.operator.limits.Allowances;
import dev.rolesanywhere.operator.limits.SharedRoom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which connections to keep. A new connection always has room: if there is none, the address with the most
 * connections loses its oldest. A client with many idle connections therefore does not block clients with requests.
 *
 * @param <C> a connection
 */
final class Connections<C> {
    private final EndpointLimits limits;
    private final SharedRoom<C> waiting;
    private final Allowances accepted;

    Connections(EndpointLimits limits, Clock clock) {
        this.limits = limits;
        this.waiting = new SharedRoom<>(limits.connections());
        this.accepted =
                new Allowances(Math.max(1, 2 * limits.connectionsPerAddress()), limits.acceptedPerMinute(), clock);
    }

    /**
     * Adds a connection.
     *
     * @return the connections to close for it; empty if the address has opened too many within a minute, so that this
     *     connection must be closed
     */
    Optional<List<C>> accept(String address, C connection) {
        return accepted.take(address) ? Optional.of(await(address, connection)) : Optional.empty();
    }

    /**
     * The connection waits for its client.
     *
     * @return the connections to close for it
     */
    synchronized List<C> await(String address, C connection) {
        List<C> evicted = new ArrayList<>();
        while (waiting.takenBy(address) >= limits.connectionsPerAddress()) {
            C oldest = waiting.oldestOf(address).orElseThrow();
            waiting.remove(oldest);
            evicted.add(oldest);
        }
        evicted.addAll(waiting.put(address, connection, 1));
        return evicted;
    }

    /** The connection is closed, or its request is being decided. */
    void release(C connection) {
        waiting.remove(connection);
    }

    int size() {
        return waiting.size();
    }
}
