package dev.rolesanywhere.operator.workload;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.outcome.LastReport;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings together what was seen of pods and what was heard from them. */
@Singleton
public class PodHealthReports {
    private final PodSnapshots sightings;
    private final OutcomeStore outcomes;
    private final CallerLedger ledger;
    private final OperatorSettings settings;
    private final Clock clock;

    public PodHealthReports(
            PodSnapshots sightings,
            OutcomeStore outcomes,
            CallerLedger ledger,
            OperatorSettings settings,
            Clock clock) {
        this.sightings = sightings;
        this.outcomes = outcomes;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
    }

    /** How the pods of the binding's ServiceAccounts stand with its role. */
    public PodHealthReport of(AWSRoleBinding binding) {
        String namespace = binding.getMetadata().getNamespace();
        if (settings.excludes(namespace)) {
            return new PodHealthReport(true, List.of());
        }
        Map<String, LastReport> heard = outcomes
                .heard(
                        binding.getSpec().roleRef().name(),
                        pod -> pod.namespace().equals(namespace)
                                && binding.getSpec().names(pod.serviceAccount()))
                .stream()
                .collect(toMap(it -> it.pod().uid(), identity()));
        Map<String, ObservedPod> seen = new HashMap<>();
        boolean complete = true;
        for (Account account : Account.of(binding).toList()) {
            Optional<PodSnapshots.Look> look = sightings.of(account);
            complete &= look.isPresent();
            look.ifPresent(found -> seen.putAll(found.pods()));
        }
        Set<String> uids = new HashSet<>(heard.keySet());
        uids.addAll(seen.keySet());
        return new PodHealthReport(
                complete,
                uids.stream()
                        .map(uid -> standing(seen.get(uid), heard.get(uid), uid))
                        .toList());
    }

    private PodHealth standing(@Nullable ObservedPod seen, @Nullable LastReport heard, String uid) {
        return PodHealthDecision.of(seen, heard, ledger.knows(uid), sightings.listeningSince(), clock.instant());
    }
}
