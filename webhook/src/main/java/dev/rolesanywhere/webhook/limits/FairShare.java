package dev.rolesanywhere.webhook.limits;

import java.util.HashMap;
import java.util.Map;

/**
 * A limited quantity that several holders share. No holder may have more than half of what the others leave, so one holder alone
 * gets half of it, the next one a quarter, and so on: something is always left for a holder that has little.
 *
 * <p>Only holders that hold something are remembered.
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

    /** Gives back what was taken before. */
    public synchronized void giveBack(String holder, long amount) {
        long rest = held.getOrDefault(holder, 0L) - amount;
        if (rest < 0) {
            throw new IllegalStateException("more is given back than was taken");
        }
        taken -= amount;
        if (rest == 0) {
            held.remove(holder);
        } else {
            held.put(holder, rest);
        }
    }

    /** How much all holders have together. */
    public synchronized long taken() {
        return taken;
    }
}
