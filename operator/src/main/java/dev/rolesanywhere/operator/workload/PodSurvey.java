package dev.rolesanywhere.operator.workload;

import static java.util.stream.Collectors.toSet;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.operator.workload.PodSnapshots.Look;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the pods of bound ServiceAccounts, one namespace at a time. All parts forget pods that no longer exist. */
@Singleton
class PodSurvey {
    /** A pod of this age may have been created after the table was read. Longer than the clocks can differ. */
    private static final Duration NEW = Duration.ofMinutes(1);

    private final BoundPods pods;
    private final Inventory inventory;
    private final PodSnapshots snapshots;
    private final OutcomeStore outcomes;
    private final CallerLedger ledger;
    private final SurveyReport report;
    private final OperatorSettings settings;
    private final Clock clock;
    private final SurveySchedule schedule = new SurveySchedule();
    private final QuietNamespaces quiet;
    private Namespaces namespaces = new Namespaces(Set.of(), Set.of(), Instant.MIN);

    /**
     * Pods that have sent requests but were not in the last check. A pod that is missing twice no longer exists; a pod
     * that is missing once may be new. By namespace, then by ServiceAccount.
     */
    private final Map<String, Map<String, Set<String>>> missing = new HashMap<>();

    /**
     * @param checked the bound namespaces without the excluded ones
     * @param at when other namespaces were forgotten
     */
    private record Namespaces(Set<String> bound, Set<String> checked, Instant at) {
        boolean isCurrent(Set<String> boundNow, Instant now) {
            return boundNow.equals(bound) && Duration.between(at, now).abs().compareTo(SurveySchedule.INTERVAL) < 0;
        }
    }

    PodSurvey(
            BoundPods pods,
            PodChanges changes,
            Inventory inventory,
            PodSnapshots snapshots,
            OutcomeStore outcomes,
            CallerLedger ledger,
            SurveyReport report,
            OperatorSettings settings,
            Clock clock) {
        this.pods = pods;
        this.quiet = new QuietNamespaces(pods, changes);
        this.inventory = inventory;
        this.snapshots = snapshots;
        this.outcomes = outcomes;
        this.ledger = ledger;
        this.report = report;
        this.settings = settings;
        this.clock = clock;
    }

    /** Runs the next checks, if some are due. The cost of a check depends only on its namespace. */
    void look() {
        Instant now = clock.instant();
        for (String namespace : schedule.next(namespacesToCheck(now), now)) {
            look(namespace);
        }
    }

    /** The others are forgotten when these change, and at least every 20 s. */
    private Set<String> namespacesToCheck(Instant now) {
        Set<String> bound = inventory.boundNamespaces();
        if (namespaces.isCurrent(bound, now)) {
            return namespaces.checked();
        }
        Set<String> checked = bound.stream()
                .filter(namespace -> !settings.excludes(namespace))
                .collect(toUnmodifiableSet());
        snapshots.keepOnly(checked);
        missing.keySet().retainAll(checked);
        quiet.keepOnly(checked);
        namespaces = new Namespaces(bound, checked, now);
        return checked;
    }

    private void look(String namespace) {
        Instant at = clock.instant();
        schedule.tried(namespace, at);
        boolean done = false;
        try {
            look(namespace, at);
            done = true;
        } finally {
            if (!done) {
                quiet.forget(namespace);
            }
        }
    }

    private void look(String namespace, Instant at) {
        Map<String, AccountLook> looks = AccountLook.all(namespace, inventory);
        snapshots.keepOnly(namespace, looks.keySet());
        Map<String, Set<String>> missed = missing.computeIfAbsent(namespace, name -> new HashMap<>());
        missed.keySet().retainAll(looks.keySet());
        NamespaceReports reports = NamespaceReports.of(outcomes.reportsOf(namespace));
        boolean asBefore =
                quiet.isQuiet(namespace, looks.values(), at) && areSettled(namespace, looks.keySet(), reports);
        if (!asBefore) {
            list(namespace, looks);
            if (looks.values().stream().anyMatch(look -> look.hasPodSince(at.minus(NEW)))) {
                quiet.forget(namespace);
            }
        }
        looks.forEach((name, look) -> {
            Account account = new Account(namespace, name);
            if (asBefore) {
                end(account, new Look(at, pods(account), look.settings().inForce()), reports);
            } else {
                forgetTheGone(missed, name, reports.calledOf(name), look.live());
                end(
                        account,
                        new Look(
                                at,
                                afterwards(account, look.seen()),
                                look.settings().inForce()),
                        reports);
            }
        });
    }

    private void list(String namespace, Map<String, AccountLook> looks) {
        pods.forEach(namespace, looks.keySet(), pod -> {
            AccountLook look = looks.get(ObservedPod.account(pod));
            if (look != null) {
                look.add(pod);
            }
        });
    }

    /**
     * Whether the last check found each pod that has sent requests. A pod can start, send a request and end between two
     * tables, which are then equal.
     */
    private boolean areSettled(String namespace, Set<String> accounts, NamespaceReports reports) {
        return accounts.stream().allMatch(name -> snapshots
                .of(new Account(namespace, name))
                .filter(look -> look.pods().keySet().containsAll(reports.calledOf(name)))
                .isPresent());
    }

    private void end(Account account, Look look, NamespaceReports reports) {
        Optional<Look> before = snapshots.of(account);
        boolean matters = before.isEmpty()
                || before.get().isFirst()
                || !before.get().pods().equals(look.pods())
                || before.get().inForce() != look.inForce()
                || look.pods().values().stream().anyMatch(this::dependsOnTime);
        report.of(before.orElse(new Look(look.at(), Map.of())), look, reports::neverAskedSince);
        snapshots.put(account, look, matters);
    }

    /**
     * Time alone can turn a pod without a start or a request into a problem. A pod that started under an earlier leader
     * counts as served.
     */
    private boolean dependsOnTime(ObservedPod pod) {
        if (pod.obstacle() != null) {
            return true;
        }
        ObservedPod.Running running = pod.running();
        if (running == null || running.source().container().isEmpty()) {
            return false;
        }
        boolean startedBefore = running.since() != null && running.since().isBefore(snapshots.listeningSince());
        return !running.started() || (!startedBefore && !ledger.knows(pod.pod().uid()));
    }

    private Map<String, ObservedPod> pods(Account account) {
        return snapshots.of(account).map(Look::pods).orElse(Map.of());
    }

    private Map<String, ObservedPod> afterwards(Account account, Map<String, ObservedPod> seen) {
        Map<String, ObservedPod> before = pods(account);
        seen.replaceAll((uid, pod) -> pod.after(before.get(uid)));
        return seen;
    }

    /** @param missed before, by ServiceAccount */
    private void forgetTheGone(Map<String, Set<String>> missed, String account, Set<String> called, Set<String> live) {
        Set<String> missingNow =
                called.stream().filter(uid -> !live.contains(uid)).collect(toSet());
        Set<String> gone = new HashSet<>(missingNow);
        gone.retainAll(missed.getOrDefault(account, Set.of()));
        gone.forEach(uid -> {
            outcomes.forget(uid);
            ledger.forget(uid);
        });
        missingNow.removeAll(gone);
        missed.put(account, missingNow);
    }
}
