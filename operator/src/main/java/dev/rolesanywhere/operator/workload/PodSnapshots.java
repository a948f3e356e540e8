package dev.rolesanywhere.operator.workload;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The result of the last check of each bound ServiceAccount's pods. */
@Singleton
public class PodSnapshots {
    /** By namespace, then by the name of the ServiceAccount. */
    private final Map<String, Map<String, Look>> looks = new ConcurrentHashMap<>();

    private final List<Consumer<Account>> listeners = new CopyOnWriteArrayList<>();
    private volatile Instant listeningSince = Instant.MIN;

    /**
     * @param pods by UID
     * @param inForce whether a binding that is not a dry run names the account
     * @param isFirst whether no listener knows the result yet
     */
    record Look(Instant at, Map<String, ObservedPod> pods, boolean inForce, boolean isFirst) {
        /** Of a bound account. */
        Look(Instant at, Map<String, ObservedPod> pods) {
            this(at, pods, true);
        }

        Look(Instant at, Map<String, ObservedPod> pods, boolean inForce) {
            this(at, pods, inForce, false);
        }

        private Look asFirst() {
            return new Look(at, pods, inForce, true);
        }

        Look {
            pods = Map.copyOf(pods);
        }
    }

    /** Since when pods send their requests to this process. */
    Instant listeningSince() {
        return listeningSince;
    }

    Optional<Look> of(Account account) {
        return Optional.ofNullable(
                looks.getOrDefault(account.namespace(), Map.of()).get(account.name()));
    }

    /** The checks of bound accounts, without accounts that only dry runs name. */
    List<Look> bound() {
        return looks.values().stream()
                .flatMap(accounts -> accounts.values().stream())
                .filter(Look::inForce)
                .toList();
    }

    /** The listener receives accounts whose new check may affect their bindings. */
    public void onChange(Consumer<Account> listener) {
        listeners.add(listener);
    }

    /** @param matters whether to notify the listener */
    void put(Account account, Look look, boolean matters) {
        change(account, accounts -> accounts.put(account.name(), look));
        if (matters) {
            listeners.forEach(listener -> listener.accept(account));
        }
    }

    /** Stores the check unless one exists, without notifying the listener. The next check notifies it. */
    void putFirst(Account account, Look look) {
        change(account, accounts -> accounts.putIfAbsent(account.name(), look.asFirst()));
    }

    private void change(Account account, Consumer<Map<String, Look>> change) {
        looks.compute(account.namespace(), (namespace, before) -> {
            Map<String, Look> accounts = before == null ? new ConcurrentHashMap<>() : before;
            change.accept(accounts);
            return accounts;
        });
    }

    void keepOnly(Set<String> namespaces) {
        looks.keySet().retainAll(namespaces);
    }

    void keepOnly(String namespace, Set<String> accounts) {
        looks.getOrDefault(namespace, Map.of()).keySet().retainAll(accounts);
    }

    void beginListening(Instant now) {
        looks.clear();
        listeningSince = now;
    }

    void endListening() {
        looks.clear();
    }
}
