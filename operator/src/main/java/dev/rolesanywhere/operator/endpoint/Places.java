package dev.rolesanywhere.operator.endpoint;

import java.util.HashMap;
import java.util.Map;

/** Limits concurrent decisions, in all and for each address. */
final class Places {
    private final int most;
    private final int mostPerAddress;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    Places(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    synchronized boolean take(String address) {
        int its = taken.getOrDefault(address, 0);
        if (all >= most || its >= mostPerAddress) {
            return false;
        }
        taken.put(address, its + 1);
        all++;
        return true;
    }

    /** @param address that has taken a place */
    synchronized void leave(String address) {
        int left = taken.getOrDefault(address, 1) - 1;
        if (left == 0) {
            taken.remove(address);
        } else {
            taken.put(address, left);
        }
        all--;
    }
}
