package dev.rolesanywhere.operator.caller;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keys of one pod: how many there were, and the last used of them. Not thread-safe. */
final class RememberedKeys {
    /** A key that its sidecar uses every hour stays, however many others are tried meanwhile where new keys are limited. */
    static final int MOST = 32;

    private static final long BYTES_OF_A_KEY = 80;

    /** The one that was used last stands last. */
    private final List<Used> keys = new ArrayList<>(1);

    private int forgotten;

    private record Used(KeyDigest key, Instant first) {}

    boolean contains(KeyDigest key) {
        return keys.stream().anyMatch(used -> used.key().equals(key));
    }

    /** @param first when it was used first, if it is new here */
    void used(KeyDigest key, Instant first) {
        keys.add(new Used(key, take(key).orElse(first)));
        if (keys.size() > MOST) {
            keys.removeFirst();
            forgotten++;
        }
    }

    /** Removes a key, which then counts no more. Gives when it was first used. */
    Optional<Instant> take(KeyDigest key) {
        Optional<Used> used =
                keys.stream().filter(known -> known.key().equals(key)).findFirst();
        used.ifPresent(keys::remove);
        return used.map(Used::first);
    }

    int total() {
        return forgotten + keys.size();
    }

    /** Those that were first used up to then; a forgotten one counts as used before. */
    int total(Instant until) {
        return forgotten
                + (int) keys.stream()
                        .filter(used -> !used.first().isAfter(until))
                        .count();
    }

    /** Of those that are remembered. */
    Stream<Instant> firstUses() {
        return keys.stream().map(Used::first);
    }

    long bytes() {
        return BYTES_OF_A_KEY * keys.size();
    }
}
