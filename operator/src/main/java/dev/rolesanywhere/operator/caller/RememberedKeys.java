package dev.rolesanywhere.operator.caller;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keys of one pod: their number, and the last used keys. Not thread-safe. */
final class RememberedKeys {
    /** A key that the sidecar uses every hour stays, even if other keys are tried while new keys are limited. */
    static final int MOST = 32;

    private static final long BYTES_OF_A_KEY = 80;

    /** The last used key is last. */
    private final List<Used> keys = new ArrayList<>(1);

    private int forgotten;

    private record Used(KeyDigest key, Instant first) {}

    boolean contains(KeyDigest key) {
        return keys.stream().anyMatch(used -> used.key().equals(key));
    }

    /** @param first when the key was first used, if it is new here */
    void used(KeyDigest key, Instant first) {
        keys.add(new Used(key, take(key).orElse(first)));
        if (keys.size() > MOST) {
            keys.removeFirst();
            forgotten++;
        }
    }

    /** Removes a key, which then no longer counts. Returns when it was first used. */
    Optional<Instant> take(KeyDigest key) {
        Optional<Used> used =
                keys.stream().filter(known -> known.key().equals(key)).findFirst();
        used.ifPresent(keys::remove);
        return used.map(Used::first);
    }

    int total() {
        return forgotten + keys.size();
    }

    /** The number of keys that were first used until then. A forgotten key counts as used before. */
    int total(Instant until) {
        return forgotten
                + (int) keys.stream()
                        .filter(used -> !used.first().isAfter(until))
                        .count();
    }

    /** When each remembered key was first used. */
    Stream<Instant> firstUses() {
        return keys.stream().map(Used::first);
    }

    long bytes() {
        return BYTES_OF_A_KEY * keys.size();
    }
}
