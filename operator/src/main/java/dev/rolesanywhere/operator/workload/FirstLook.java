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
 * With too many namespaces of new bindings, the survey checks their pods later.
 */
@Singleton
public class FirstLook {
    private static final Logger LOG = Logger.getLogger(FirstLook.class);
    private static final int AT_ONCE = 100;
    private static final int PER_MINUTE = 6_000;
    private static final int LOCKS = 64;

    private final BoundPods pods;
    private final Inventory inventory;
    private final PodSnapshots snapshots;
    private final Clock clock;
    private final Allowances looks;
    /** A thread waits for the LIST of another thread in the same namespace, which then serves both. */
    private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

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
        synchronized (locks.get(Math.floorMod(namespace.hashCode(), LOCKS))) {
            if (unchecked(binding).findAny().isPresent() && looks.take("")) {
                look(namespace, uncheckedWith(binding));
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

    private void look(String namespace, Set<String> accounts) {
        Instant at = clock.instant();
        Map<String, AccountLook> found = accounts.stream()
                .collect(toUnmodifiableMap(name -> name, name -> new AccountLook(namespace, name, inventory)));
        try {
            pods.forEach(namespace, accounts, pod -> Optional.ofNullable(found.get(ObservedPod.account(pod)))
                    .ifPresent(look -> look.add(pod)));
            found.forEach((name, look) -> snapshots.putFirst(new Account(namespace, name), new Look(at, look.seen())));
        } catch (KubernetesClientException | UncheckedIOException e) {
            LOG.infof("the pods of new bindings in namespace %s will be checked later: %s", namespace, e.getMessage());
        }
    }
}
