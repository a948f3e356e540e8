package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.limits.Allowances;
import dev.rolesanywhere.operator.workload.PodSnapshots.Look;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Checks the pods of a new binding before its first status, so that one write has all data. A LIST costs the API server
 * less than a second write of the status, which every watch receives. With too many new bindings, the survey checks
 * them later.
 */
@Singleton
public class FirstLook {
    private static final Logger LOG = Logger.getLogger(FirstLook.class);
    private static final int AT_ONCE = 100;
    private static final int PER_MINUTE = 6_000;

    private final BoundPods pods;
    private final Inventory inventory;
    private final PodSnapshots snapshots;
    private final Clock clock;
    private final Allowances looks;

    FirstLook(BoundPods pods, Inventory inventory, PodSnapshots snapshots, Clock clock) {
        this.pods = pods;
        this.inventory = inventory;
        this.snapshots = snapshots;
        this.clock = clock;
        this.looks = new Allowances(AT_ONCE, PER_MINUTE, clock);
    }

    /** Does nothing for ServiceAccounts that the survey has already checked. */
    public void at(AWSRoleBinding binding) {
        Account.of(binding)
                .filter(account -> snapshots.of(account).isEmpty() && looks.take(""))
                .forEach(this::look);
    }

    private void look(Account account) {
        Instant at = clock.instant();
        AccountLook look = new AccountLook(account.namespace(), account.name(), inventory);
        try {
            pods.forEach(account.namespace(), Set.of(account.name()), look::add);
            snapshots.putFirst(account, new Look(at, look.seen()));
        } catch (KubernetesClientException | UncheckedIOException e) {
            LOG.infof(
                    "the pods of ServiceAccount %s/%s will be checked later: %s",
                    account.namespace(), account.name(), e.getMessage());
        }
    }
}
