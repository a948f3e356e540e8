package dev.rolesanywhere.sidecar.endpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The waiting connections, oldest first. A new connection always gets a place: at the limit, the oldest connection of the address with
 * the most connections is closed. So an address with many connections displaces only its own.
 */
final class OpenConnections<C> {
    private final int most;
    private final int mostPerAddress;
    private final Map<C, Object> addresses = new LinkedHashMap<>();
    private final Map<Object, Integer> counts = new HashMap<>();

    OpenConnections(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** Adds a connection and returns the connection that must be closed for it (already removed), or null. */
    @Nullable
    C add(C connection, Object address) {
        C displaced = null;
        if (count(address) >= mostPerAddress) {
            displaced = remove(oldestOf(address));
        } else if (addresses.size() >= most) {
            displaced = removeOldest();
        }
        addresses.put(connection, address);
        counts.put(address, count(address) + 1);
        return displaced;
    }

    /** Removes and returns the oldest connection of the busiest address; null if there are no connections. */
    @Nullable
    C removeOldest() {
        int busiest = 0;
        for (int count : counts.values()) {
            busiest = Math.max(busiest, count);
        }
        for (Map.Entry<C, Object> entry : addresses.entrySet()) {
            if (count(entry.getValue()) == busiest) {
                return remove(entry.getKey());
            }
        }
        return null;
    }

    private @Nullable C oldestOf(Object address) {
        for (Map.Entry<C, Object> entry : addresses.entrySet()) {
            if (entry.getValue().equals(address)) {
                return entry.getKey();
            }
        }
        return null;
    }

    @Nullable
    C remove(@Nullable C connection) {
        Object address = connection == null ? null : addresses.remove(connection);
        if (address != null) {
            int left = count(address) - 1;
            if (left == 0) {
                counts.remove(address);
            } else {
                counts.put(address, left);
            }
        }
        return connection;
    }

    boolean contains(C connection) {
        return addresses.containsKey(connection);
    }

    boolean isEmpty() {
        return addresses.isEmpty();
    }

    /** A copy, oldest first. */
    List<C> all() {
        return new ArrayList<>(addresses.keySet());
    }

    private int count(Object address) {
        Integer count = counts.get(address);
        return count == null ? 0 : count;
    }
}
