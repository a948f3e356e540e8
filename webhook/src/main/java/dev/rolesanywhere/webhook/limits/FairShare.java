package dev.rolesanywhere.webhook.limits;

import java.util.HashMap;
import java.util.Map;

/**
 * A limited quantity shared by several holders. A holder may have at most half of the rest, so the first holder gets half, the next
 * one a quarter, and so on: something is always left for other holders.
 *
 * <p>Only holders with a share are remembered.
 *
 * @see <a href="https://doi.org/10.1109/90.664262">Dynamic queue length thresholds (Choudhury and Hahne, 1998)</a>
 */
public final class FairShare {
    private final long capacity;
    private final Map<String, Long> held = new HashMap<>();
    private long taken;

    public FairShare(long capacity) {
        this.capacity = capacity;
    }

    /** @return whether the holder now has {@code amount} more */
    public synchronized boolean take(String holder, long amount) {
        long own = held.getOrDefault(holder, 0L);
        long leftByOthers = capacity - (taken - own);
        if (amount > leftByOthers / 2 - own) {
            return false;
        }
        held.put(holder, own + amount);
        taken += amount;
        return true;
    }

    /** Returns a taken amount. */
    public synchronized void giveBack(String holder, long amount) {
        long rest = held.getOrDefault(holder, 0L) - amount;
        if (rest < 0) {
            throw new IllegalStateException("more was returned than taken");
        }
        taken -= amount;
        if (rest == 0) {
            held.remove(holder);
        } else {
            held.put(holder, rest);
        }
    }

    /** The total amount of all holders. */
    public synchronized long taken() {
        return taken;
    }
}
