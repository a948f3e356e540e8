package dev.rolesanywhere.operator.workload;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.outcome.LastReport;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.outcome.SessionObjects;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Combines the observed state of pods with their reports. */
@Singleton
public class PodHealthReports {
    private final Inventory inventory;
    private final PodSnapshots snapshots;
    private final OutcomeStore outcomes;
    private final CallerLedger ledger;
    private final OperatorSettings settings;
    private final Clock clock;

    public PodHealthReports(
            Inventory inventory,
            PodSnapshots snapshots,
            OutcomeStore outcomes,
            CallerLedger ledger,
            OperatorSettings settings,
            Clock clock) {
        this.inventory = inventory;
        this.snapshots = snapshots;
        this.outcomes = outcomes;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
    }

    /** The pods of the binding's ServiceAccounts, and their health for its role. */
    public PodHealthReport of(AWSRoleBinding binding) {
        String namespace = binding.getMetadata().getNamespace();
        return of(
                binding,
                outcomes.of(
                        binding.getSpec().roleRef().name(),
                        pod -> pod.namespace().equals(namespace)
                                && binding.getSpec().names(pod.serviceAccount())));
    }

    /** The effects of the binding on the pods of its ServiceAccounts. */
    public DryRunForecast forecast(AWSRoleBinding binding) {
        if (settings.excludes(binding.getMetadata().getNamespace())) {
            return DryRunForecast.of(List.of(), true);
        }
        List<Optional<PodSnapshots.Look>> looks =
                Account.of(binding).map(snapshots::of).toList();
        return DryRunForecast.of(
                looks.stream().flatMap(Optional::stream).toList(),
                looks.stream().allMatch(Optional::isPresent));
    }

    private PodHealthReport of(AWSRoleBinding binding, ReportedOutcomes reported) {
        if (settings.excludes(binding.getMetadata().getNamespace())) {
            return new PodHealthReport(true, reported, List.of());
        }
        Map<String, LastReport> reports =
                reported.reports().stream().collect(toMap(it -> it.pod().uid(), identity()));
        Map<String, ObservedPod> observed = new HashMap<>();
        boolean complete = true;
        for (Account account : Account.of(binding).toList()) {
            Optional<PodSnapshots.Look> look = snapshots.of(account);
            complete &= look.isPresent();
            look.ifPresent(found -> found.pods()
                    .forEach((uid, pod) ->
                            observed.put(uid, isNewer(reports.get(uid), found.at()) ? pod.with(null) : pod)));
        }
        String role = binding.getSpec().roleRef().name();
        SessionObjects objects = SessionObjects.of(role, inventory.role(role));
        Set<String> uids = new HashSet<>(reports.keySet());
        uids.addAll(observed.keySet());
        return new PodHealthReport(
                complete,
                reported,
                uids.stream()
                        .map(uid -> health(observed.get(uid), reports.get(uid), uid, objects))
                        .toList());
    }

    /** The pods of all bindings of a role, with all reports about the role. */
    public PodHealthReport of(String role, List<AWSRoleBinding> bindings) {
        // Read once: a role may have a thousand bindings, and each reads only the reports of its own namespace.
        ReportedOutcomes reported = outcomes.of(role);
        Map<String, List<LastReport>> byNamespace = reported.reports().stream()
                .collect(groupingBy(report -> report.pod().namespace()));
        List<PodHealthReport> each = bindings.stream()
                .map(binding -> of(
                        binding,
                        new ReportedOutcomes(
                                reported.everReported(),
                                byNamespace.getOrDefault(binding.getMetadata().getNamespace(), List.of()).stream()
                                        .filter(report -> binding.getSpec()
                                                .names(report.pod().serviceAccount()))
                                        .toList())))
                .toList();
        return new PodHealthReport(
                each.stream().allMatch(PodHealthReport::complete),
                reported,
                each.stream().flatMap(report -> report.all().stream()).toList());
    }

    /** A report after the check comes from a running sidecar. */
    private static boolean isNewer(@Nullable LastReport report, Instant look) {
        return report != null && report.heardAt().isAfter(look);
    }

    private PodHealth health(
            @Nullable ObservedPod observed, @Nullable LastReport report, String uid, SessionObjects objects) {
        return PodHealthDecision.of(
                observed,
                report,
                ledger.lastCall(uid).orElse(null),
                snapshots.listeningSince(),
                clock.instant(),
                objects);
    }
}
