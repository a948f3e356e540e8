package dev.rolesanywhere.node.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/** How much each of many may use within a time. Bounded: who was seen longest ago is forgotten, and begins again with all of it. For one thread. */
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
     * @param perSecond what comes back
     * @param most of those that are remembered
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

    /** What was taken, and was not to be paid for. */
    void giveBack(Object who) {
        Left its = left.get(who);
        if (its != null) {
            its.amount = Math.min(burst, its.amount + 1);
        }
    }
}
