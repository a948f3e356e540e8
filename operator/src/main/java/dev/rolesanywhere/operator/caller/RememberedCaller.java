package dev.rolesanywhere.operator.caller;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pod in the ledger, with bounded memory. Not thread-safe. */
final class RememberedCaller {
    private static final Duration LATELY = Duration.ofMinutes(1);

    /** More requests per minute are not counted, because they are refused anyway. */
    static final int MOST_COUNTED = 128;

    /** Objects, references and map entries of one pod, measured and rounded up. */
    private static final long BYTES_OF_A_POD = 600;

    private final String namespace;
    /** Milliseconds since 1970, the oldest first. */
    private long[] lately = {};

    /** Keys that the starts of the sidecar explain. Other keys never displace them. */
    private final RememberedKeys explained = new RememberedKeys();

    private @Nullable RememberedKeys others;
    private @Nullable RememberedKeys refused;
    /** Restarts of the sidecar before this process observed its first key; negative before that. */
    private int restartsBefore = -1;

    RememberedCaller(String namespace) {
        this.namespace = namespace;
    }

    String namespace() {
        return namespace;
    }

    int called(Instant now) {
        long since = now.minus(LATELY).toEpochMilli();
        long[] left = Arrays.stream(lately).filter(at -> at > since).toArray();
        int from = left.length >= MOST_COUNTED ? 1 : 0;
        lately = Arrays.copyOfRange(left, from, left.length + 1);
        lately[lately.length - 1] = now.toEpochMilli();
        return lately.length;
    }

    Instant last() {
        return Instant.ofEpochMilli(lately[lately.length - 1]);
    }

    boolean knows(KeyDigest key) {
        return explained.contains(key) || (others != null && others.contains(key));
    }

    boolean hasKeys() {
        return explained.total() > 0;
    }

    void accepted(KeyDigest key, int restarts, Instant now) {
        noteFirstKey(restarts);
        if (refused != null) {
            // The key was refused because the start of its sidecar was not visible yet.
            refused.take(key);
        }
        RememberedKeys beyond = others == null ? new RememberedKeys() : others;
        if (explained.contains(key)) {
            explained.used(key, now);
        } else if (explained.total() < explainedKeys(restarts)) {
            explained.used(key, beyond.take(key).orElse(now));
        } else {
            beyond.used(key, now);
            others = beyond;
        }
    }

    void refused(KeyDigest key, int restarts, Instant now) {
        RememberedKeys keys = refused == null ? new RememberedKeys() : refused;
        keys.used(key, now);
        refused = keys;
        noteFirstKey(restarts);
    }

    private void noteFirstKey(int restarts) {
        restartsBefore = restartsBefore < 0 ? restarts : restartsBefore;
    }

    int explainedKeys(int restarts) {
        return 1 + Math.max(0, restartsBefore < 0 ? 0 : restarts - restartsBefore);
    }

    Optional<Duration> waitForNewKey(int restarts, Instant now) {
        List<Instant> firstUses = Stream.concat(
                        explained.firstUses(), others == null ? Stream.of() : others.firstUses())
                .sorted()
                .toList();
        int accepted = explained.total() + (others == null ? 0 : others.total());
        return KeyBudget.waitForNewKey(firstUses, accepted, explainedKeys(restarts), now);
    }

    int keys(Instant until) {
        return explained.total(until)
                + (others == null ? 0 : others.total(until))
                + (refused == null ? 0 : refused.total(until));
    }

    long bytes() {
        return BYTES_OF_A_POD
                + (long) Long.BYTES * lately.length
                + explained.bytes()
                + (others == null ? 0 : others.bytes())
                + (refused == null ? 0 : refused.bytes());
    }
}
