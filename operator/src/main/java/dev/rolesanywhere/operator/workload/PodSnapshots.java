package dev.rolesanywhere.operator.workload;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What the last look at each bound ServiceAccount's pods has found. */
@Singleton
public class PodSnapshots {
    private final Map<Account, Look> looks = new ConcurrentHashMap<>();
    private final List<Consumer<Account>> listeners = new CopyOnWriteArrayList<>();
    private volatile Instant listeningSince = Instant.MIN;

    /**
     * @param pods by UID
     * @param inForce whether a binding that is more than a dry run names the account
     */
    record Look(Instant at, Map<String, ObservedPod> pods, boolean inForce) {
        /** Of an account that is bound. */
        Look(Instant at, Map<String, ObservedPod> pods) {
            this(at, pods, true);
        }

        Look {
            pods = Map.copyOf(pods);
        }
    }

    /** Since when this process is the one that pods call. */
    Instant listeningSince() {
        return listeningSince;
    }

    Optional<Look> of(Account account) {
        return Optional.ofNullable(looks.get(account));
    }

    /** The looks at accounts that are bound; what dry runs alone name is not among them. */
    List<Look> bound() {
        return looks.values().stream().filter(Look::inForce).toList();
    }

    /** Called when a look was had that may matter to the account's bindings. */
    public void onChange(Consumer<Account> listener) {
        listeners.add(listener);
    }

    /** @param matters whether somebody is to hear of it */
    void put(Account account, Look look, boolean matters) {
        looks.put(account, look);
        if (matters) {
            listeners.forEach(listener -> listener.accept(account));
        }
    }

    /** Unless there is a look already; nobody hears of it. */
    void putFirst(Account account, Look look) {
        looks.putIfAbsent(account, look);
    }

    void keepOnly(Predicate<Account> bound) {
        looks.keySet().removeIf(bound.negate());
    }

    void beginListening(Instant now) {
        looks.clear();
        listeningSince = now;
    }

    void endListening() {
        looks.clear();
    }
}
