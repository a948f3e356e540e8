package dev.rolesanywhere.operator.workload;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.LastReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The reports of a namespace's pods.
 *
 * @param called UIDs of pods that have sent requests, by ServiceAccount
 * @param neverAsked by a pod's UID, since when the pod reports that none of its clients has sent a request
 */
record NamespaceReports(Map<String, Set<String>> called, Map<String, Instant> neverAsked) {
    static NamespaceReports of(List<LastReport> reports) {
        return new NamespaceReports(
                reports.stream()
                        .map(LastReport::pod)
                        .collect(groupingBy(PodReference::serviceAccount, mapping(PodReference::uid, toSet()))),
                reports.stream()
                        .filter(report -> report.neverAskedSince() != null)
                        .collect(toMap(
                                report -> report.pod().uid(),
                                report -> Objects.requireNonNull(report.neverAskedSince()),
                                (one, other) -> one.isBefore(other) ? one : other)));
    }

    Set<String> calledOf(String account) {
        return called.getOrDefault(account, Set.of());
    }

    Optional<Instant> neverAskedSince(String uid) {
        return Optional.ofNullable(neverAsked.get(uid));
    }
}
