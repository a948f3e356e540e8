package dev.rolesanywhere.node.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A limit over time for each of many keys. Bounded: the key that was longest unused is forgotten, and then has its full
 * allowance again. For one thread.
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

    /** Whether there was one left, which is used now. */
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

    /** Returns what was taken but not used. */
    void giveBack(Object who) {
        Left its = left.get(who);
        if (its != null) {
            its.amount = Math.min(burst, its.amount + 1);
        }
    }
}
