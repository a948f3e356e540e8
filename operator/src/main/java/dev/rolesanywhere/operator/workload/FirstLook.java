package dev.rolesanywhere.operator.workload;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.limits.Allowances;
import dev.rolesanywhere.operator.workload.PodSnapshots.Look;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Checks the pods of a new binding before its first status, so that one write has all data. A LIST costs the API server
 * less than a second write of the status, which every watch receives. One LIST serves all new bindings of a namespace.
 * Above 100 lists a second, and for a minute after a failed one, the survey checks the pods later.
 */
@Singleton
public class FirstLook {
    private static final Logger LOG = Logger.getLogger(FirstLook.class);
    private static final int AT_ONCE = 100;
    private static final int PER_MINUTE = 6_000;
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final int GATES = 64;

    private final BoundPods pods;
    private final Inventory inventory;
    private final PodSnapshots snapshots;
    private final Clock clock;
    private final Allowances looks;
    private final List<Gate> gates = Stream.generate(Gate::new).limit(GATES).toList();

    /**
     * A thread waits here for the LIST of another thread in the same namespace, which then serves both. A few namespaces
     * share a gate.
     */
    private static final class Gate {
        private Instant opensAt = Instant.MIN;
    }

    FirstLook(BoundPods pods, Inventory inventory, PodSnapshots snapshots, Clock clock) {
        this.pods = pods;
        this.inventory = inventory;
        this.snapshots = snapshots;
        this.clock = clock;
        this.looks = new Allowances(AT_ONCE, PER_MINUTE, clock);
    }

    /** Does nothing for ServiceAccounts whose pods have been checked. */
    public void at(AWSRoleBinding binding) {
        String namespace = binding.getMetadata().getNamespace();
        Gate gate = gates.get(Math.floorMod(namespace.hashCode(), GATES));
        synchronized (gate) {
            Instant now = clock.instant();
            if (!now.isBefore(gate.opensAt)
                    && unchecked(binding).findAny().isPresent()
                    && looks.take("")
                    && !look(namespace, uncheckedWith(binding), now)) {
                gate.opensAt = clock.instant().plus(AFTER_FAILURE);
            }
        }
    }

    private Stream<String> unchecked(AWSRoleBinding binding) {
        return Account.of(binding)
                .filter(account -> snapshots.of(account).isEmpty())
                .map(Account::name);
    }

    /** The unchecked ServiceAccounts of this binding and of the namespace's other new bindings. */
    private Set<String> uncheckedWith(AWSRoleBinding binding) {
        return Stream.concat(
                        Stream.of(binding),
                        inventory.bindings(binding.getMetadata().getNamespace()).stream()
                                .filter(other -> other.getStatus() == null))
                .flatMap(this::unchecked)
                .collect(toUnmodifiableSet());
    }

    /** Returns false if the API server did not answer. */
    private boolean look(String namespace, Set<String> accounts, Instant now) {
        Map<String, AccountLook> found = accounts.stream()
                .collect(toUnmodifiableMap(name -> name, name -> new AccountLook(namespace, name, inventory)));
        try {
            pods.forEach(namespace, accounts, pod -> Optional.ofNullable(found.get(ObservedPod.account(pod)))
                    .ifPresent(look -> look.add(pod)));
            found.forEach((name, look) -> snapshots.putFirst(new Account(namespace, name), new Look(now, look.seen())));
            return true;
        } catch (KubernetesClientException | UncheckedIOException e) {
            LOG.infof("the pods of new bindings in namespace %s will be checked later: %s", namespace, e.getMessage());
            return false;
        }
    }
}
