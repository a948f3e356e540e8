package dev.rolesanywhere.node.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A rate limit for each key. The number of keys is bounded; the longest unused key is removed first and then has its
 * full allowance again. For one thread.
 */
final class Allowances {
    private static final double NANOS = 1e9;

    private final int burst;
    private final double perSecond;
    private final Map<Object, Left> left;

    private static final class Left {
        double amount;
        long at;
    }

    /**
     * @param burst what may be used at once
     * @param perSecond what is added
     * @param most remembered keys
     */
    Allowances(int burst, double perSecond, int most) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.left = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, Left> eldest) {
                return size() > most;
            }
        };
    }

    /** Uses one request of the allowance, if available. */
    boolean take(Object who, long nanos) {
        Left its = left.get(who);
        if (its == null) {
            its = new Left();
            its.amount = burst;
            its.at = nanos;
            left.put(who, its);
        }
        its.amount = Math.min(burst, its.amount + (nanos - its.at) / NANOS * perSecond);
        its.at = nanos;
        if (its.amount < 1) {
            return false;
        }
        its.amount--;
        return true;
    }

    /** Returns an unused request. */
    void giveBack(Object who) {
        Left its = left.get(who);
        if (its != null) {
            its.amount = Math.min(burst, its.amount + 1);
        }
    }
}
