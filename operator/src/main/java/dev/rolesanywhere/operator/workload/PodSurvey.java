package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.operator.workload.PodSnapshots.Look;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the pods of bound ServiceAccounts, one account at a time. Pods that are gone are forgotten everywhere. */
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

    /** Pods that have called and were not in the last look: one that misses twice is gone, one that was just made is not. */
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
        this.inventory = inventory;
        this.snapshots = snapshots;
        this.outcomes = outcomes;
        this.ledger = ledger;
        this.report = report;
        this.settings = settings;
        this.clock = clock;
    }

    /** Has the next look, if one is due. */
    void look() {
        Set<Account> bound = inventory.bindings().stream()
                .filter(binding -> !settings.excludes(binding.getMetadata().getNamespace()))
                .flatMap(Account::of)
                .collect(Collectors.toSet());
        snapshots.keepOnly(bound);
        missing.keySet().retainAll(bound);
        schedule.next(bound, clock.instant()).ifPresent(this::look);
    }

    private void look(Account account) {
        Set<String> profiles = inventory.bindingsOf(account.namespace(), account.name()).stream()
                .map(binding -> binding.getSpec().profileName())
                .collect(Collectors.toSet());
        boolean optedOut = inventory
                .serviceAccount(account.namespace(), account.name())
                .filter(it -> ObservedPod.isOff(it.getMetadata().getAnnotations()))
                .isPresent();
        Set<String> live = new HashSet<>();
        Map<String, ObservedPod> observed = new HashMap<>();
        Instant at = clock.instant();
        pods.forEach(account, pod -> {
            live.add(pod.getMetadata().getUid());
            ObservedPod.of(pod, optedOut, profiles)
                    .ifPresent(it -> observed.put(pod.getMetadata().getUid(), it));
        });
        forgetTheGone(account, live);
        Look before = snapshots.of(account).orElse(new Look(at, Map.of()));
        Look look = new Look(at, observed);
        boolean first = snapshots.of(account).isEmpty();
        // Time alone can put a pod that has not started into trouble.
        boolean matters = first
                || !before.pods().equals(look.pods())
                || observed.values().stream()
                        .anyMatch(pod ->
                                pod.sidecar() != null && !ledger.knows(pod.pod().uid()));
        report.of(before, look);
        snapshots.put(account, look, matters);
    }

    private void forgetTheGone(Account account, Set<String> live) {
        Set<String> missed = outcomes.pods().stream()
                .filter(pod -> pod.namespace().equals(account.namespace())
                        && pod.serviceAccount().equals(account.name())
                        && !live.contains(pod.uid()))
                .map(pod -> pod.uid())
                .collect(Collectors.toCollection(HashSet::new));
        Set<String> missedBefore = missing.getOrDefault(account, Set.of());
        missed.stream().filter(missedBefore::contains).forEach(uid -> {
            outcomes.forget(uid);
            ledger.forget(uid);
        });
        missing.put(account, missed);
    }
}
