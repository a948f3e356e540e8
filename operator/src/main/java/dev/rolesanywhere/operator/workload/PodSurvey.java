package dev.rolesanywhere.operator.workload;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

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
import java.util.function.Predicate;

/** Checks the pods of bound ServiceAccounts, one namespace at a time. All parts forget pods that no longer exist. */
@Singleton
class PodSurvey {
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

    /**
     * Pods that have sent requests but were not in the last check. A pod that is missing twice no longer exists; a pod
     * that is missing once may be new.
     */
    private final Map<Account, Set<String>> missing = new HashMap<>();

    PodSurvey(
            BoundPods pods,
            Inventory inventory,
            PodSnapshots snapshots,
            OutcomeStore outcomes,
            CallerLedger ledger,
            SurveyReport report,
            OperatorSettings settings,
            Clock clock) {
        this.pods = pods;
        this.quiet = new QuietNamespaces(pods);
        this.inventory = inventory;
        this.snapshots = snapshots;
        this.outcomes = outcomes;
        this.ledger = ledger;
        this.report = report;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Runs the next checks, if some are due.
     *
     * @param between the pause between two calls
     */
    void look(Duration between) {
        Map<String, Set<String>> bound = inventory.bindings().stream()
                .filter(binding -> !settings.excludes(binding.getMetadata().getNamespace()))
                .flatMap(Account::of)
                .collect(groupingBy(Account::namespace, mapping(Account::name, toSet())));
        Predicate<Account> isBound =
                account -> bound.getOrDefault(account.namespace(), Set.of()).contains(account.name());
        snapshots.keepOnly(isBound);
        missing.keySet().removeIf(isBound.negate());
        quiet.keepOnly(bound.keySet());
        for (int looks = SurveySchedule.atATime(bound.size(), between); looks > 0; looks--) {
            schedule.next(bound.keySet(), clock.instant())
                    .ifPresent(namespace -> look(namespace, bound.getOrDefault(namespace, Set.of())));
        }
    }

    private void look(String namespace, Set<String> accounts) {
        Instant at = clock.instant();
        Map<String, AccountLook> looks =
                accounts.stream().collect(toMap(name -> name, name -> new AccountLook(namespace, name, inventory)));
        boolean asBefore = quiet.isQuiet(namespace, looks.values(), at) && areSettled(namespace, accounts);
        if (!asBefore) {
            list(namespace, looks);
        }
        NamespaceReports reports = NamespaceReports.of(outcomes.reportsOf(namespace));
        looks.forEach((name, look) -> {
            Account account = new Account(namespace, name);
            if (asBefore) {
                end(account, new Look(at, pods(account), look.settings().inForce()), reports);
            } else {
                forgetTheGone(account, reports.calledOf(name), look.live());
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
        boolean listed = false;
        try {
            pods.forEach(namespace, looks.keySet(), pod -> {
                AccountLook look = looks.get(ObservedPod.account(pod));
                if (look != null) {
                    look.add(pod);
                }
            });
            listed = true;
        } finally {
            if (!listed) {
                quiet.forget(namespace);
            }
        }
    }

    /** Whether all pods were checked, and no pod with requests is missing. */
    private boolean areSettled(String namespace, Set<String> accounts) {
        return accounts.stream()
                .map(name -> new Account(namespace, name))
                .allMatch(account -> snapshots.of(account).isPresent()
                        && missing.getOrDefault(account, Set.of()).isEmpty());
    }

    private void end(Account account, Look look, NamespaceReports reports) {
        Optional<Look> before = snapshots.of(account);
        boolean matters = before.isEmpty()
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

    private void forgetTheGone(Account account, Set<String> called, Set<String> live) {
        Set<String> missed = called.stream().filter(uid -> !live.contains(uid)).collect(toSet());
        Set<String> gone = new HashSet<>(missed);
        gone.retainAll(missing.getOrDefault(account, Set.of()));
        gone.forEach(uid -> {
            outcomes.forget(uid);
            ledger.forget(uid);
        });
        missed.removeAll(gone);
        missing.put(account, missed);
    }
}
