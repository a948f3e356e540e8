package dev.rolesanywhere.operator.workload;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.rolesanywhere.crds.condition.PodTally;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.workload.PodHealth.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the pods of a binding or a role.
 *
 * @param complete whether the pods of all ServiceAccounts were checked; before that, the report contains only pods that
 *     sent requests
 * @param reported the pods' reports
 * @param all the health of each pod, the most important first; for a pod with two entries, the worse one
 */
public record PodHealthReport(boolean complete, ReportedOutcomes reported, List<PodHealth> all) {
    public static final PodHealthReport NOTHING = new PodHealthReport(false, ReportedOutcomes.NOTHING, List.of());
    private static final int NAMED = 5;
    private static final Set<State> WITH_CREDENTIALS =
            EnumSet.of(State.Served, State.NeverAsked, State.Idle, State.CredentialsShadowed);

    public PodHealthReport {
        Set<String> counted = new HashSet<>();
        all = all.stream()
                .sorted(comparing(PodHealth::state)
                        .thenComparing(PodHealth::since, reverseOrder())
                        .thenComparing(health -> health.pod().name()))
                .filter(health -> counted.add(health.pod().uid()))
                .toList();
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** The problem nearest to a cause, and of several the newest. */
    public Optional<PodHealth> worst() {
        return all.stream().filter(health -> health.state().isTrouble()).findFirst();
    }

    public long count(State state) {
        return all.stream().filter(health -> health.state() == state).count();
    }

    /** The most important reason why pods without credentials wait. */
    public Optional<PodHealth> awaited() {
        return all.stream().filter(health -> health.state().isAwaited()).findFirst();
    }

    /**
     * For messages: the number of pods with credentials, of all. A pod that sends no requests gets credentials with its
     * next request.
     */
    public String pods() {
        return WITH_CREDENTIALS.stream().mapToLong(this::count).sum() + "/" + all.size();
    }

    /**
     * The pods with problems or in a queue, by reason; absent if there are none.
     *
     * @param before the tallies of the present status: a reason in it keeps its start time under a new leader
     * @param name how to name a pod
     */
    public @Nullable List<PodTally> tallies(@Nullable List<PodTally> before, Function<PodHealth, String> name) {
        List<PodTally> tallies = all.stream()
                .filter(health -> health.state().isTrouble() || health.state() == State.QueuedForAWS)
                .collect(groupingBy(PodHealth::reason, TreeMap::new, toList()))
                .entrySet()
                .stream()
                .map(entry -> new PodTally(
                        entry.getKey(),
                        entry.getValue().size(),
                        since(entry.getKey(), entry.getValue(), before),
                        names(entry.getValue(), name)))
                .toList();
        return tallies.isEmpty() ? null : tallies;
    }

    /** A few names in order, so that the same pods give the same text. */
    static List<String> names(List<PodHealth> pods, Function<PodHealth, String> name) {
        return pods.stream().map(name).sorted().limit(NAMED).toList();
    }

    private static String since(String reason, List<PodHealth> pods, @Nullable List<PodTally> before) {
        String now = pods.stream()
                .map(PodHealth::since)
                .min(Instant::compareTo)
                .orElseThrow()
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        return before == null
                ? now
                : before.stream()
                        .filter(tally -> tally.reason().equals(reason))
                        .map(PodTally::since)
                        // RFC 3339 in UTC with whole seconds, so the order of texts is the order of times.
                        .filter(earlier -> earlier.compareTo(now) < 0)
                        .findFirst()
                        .orElse(now);
    }
}
