package dev.rolesanywhere.operator.outcome;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.rolesanywhere.crds.role.RoleCondition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The newest report of each namespace. A namespace belongs to one team, so it has one vote regardless of its number of pods, and a
 * single vote decides nothing for other namespaces.
 *
 * @param well namespaces that report well, with the report
 * @param badly namespaces that report badly, with the report
 */
public record NamespaceVote(SortedMap<String, Outcome> well, SortedMap<String, Outcome> badly) {
    private static final int SEVERAL = 2;
    private static final int NAMED = 5;

    public enum Verdict {
        /** No namespace reports. */
        SILENCE,
        /** Several namespaces report well, and at most one reports badly. */
        WELL,
        /** Several namespaces report badly, more than report well. */
        BADLY,
        /** One namespace reports, and no other. */
        ONE_NAMESPACE,
        /** None of these. */
        DISAGREEMENT
    }

    static NamespaceVote of(List<Outcome> reports, Predicate<Outcome> isWell) {
        SortedMap<String, Outcome> newest = new TreeMap<>();
        reports.forEach(report -> newest.merge(
                report.pod().namespace(), report, (one, other) -> one.at().isAfter(other.at()) ? one : other));
        SortedMap<String, Outcome> well = new TreeMap<>();
        SortedMap<String, Outcome> badly = new TreeMap<>();
        newest.forEach((namespace, report) -> (isWell.test(report) ? well : badly).put(namespace, report));
        return new NamespaceVote(well, badly);
    }

    public Verdict verdict() {
        if (well.isEmpty() && badly.isEmpty()) {
            return Verdict.SILENCE;
        }
        if (well.size() + badly.size() == 1) {
            return Verdict.ONE_NAMESPACE;
        }
        if (badly.size() < SEVERAL) {
            return well.size() < SEVERAL ? Verdict.DISAGREEMENT : Verdict.WELL;
        }
        return badly.size() > well.size() ? Verdict.BADLY : Verdict.DISAGREEMENT;
    }

    /** The most frequent bad reason among namespaces; the newest of equals. At least one namespace must report badly. */
    public RoleCondition.Reason complaint() {
        Map<RoleCondition.Reason, Long> counts =
                badly.values().stream().collect(groupingBy(Outcome::reason, counting()));
        return badly.values().stream()
                .max(comparing((Outcome report) -> counts.get(report.reason())).thenComparing(Outcome::at))
                .orElseThrow()
                .reason();
    }

    /** "namespace 'shop'", or "2 namespaces: crm, shop". */
    public static String named(Set<String> namespaces) {
        return namespaces.size() == 1
                ? "namespace '" + namespaces.iterator().next() + "'"
                : namespaces.size() + " namespaces: "
                        + namespaces.stream().sorted().limit(NAMED).collect(joining(", "))
                        + (namespaces.size() > NAMED ? " and " + (namespaces.size() - NAMED) + " more" : "");
    }
}
