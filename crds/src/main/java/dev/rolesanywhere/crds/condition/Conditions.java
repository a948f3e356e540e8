package dev.rolesanywhere.crds.condition;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Merging and reading of condition lists. */
public final class Conditions {
    private Conditions() {}

    /**
     * The findings as conditions. {@code lastTransitionTime} moves only when the status of a condition does, so that an unchanged
     * status is not written again.
     */
    public static List<Condition> merge(
            @Nullable List<Condition> before, List<Finding> findings, @Nullable Long generation, Instant now) {
        return findings.stream()
                .map(finding -> merge(find(before, finding.type()), finding, generation, now))
                .toList();
    }

    public static Optional<Condition> find(@Nullable List<Condition> conditions, String type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream().filter(c -> c.type().equals(type)).findFirst();
    }

    private static Condition merge(
            Optional<Condition> before, Finding finding, @Nullable Long generation, Instant now) {
        String since = before.filter(c -> c.status() == finding.status())
                .map(Condition::lastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        return new Condition(finding.type(), finding.status(), finding.reason(), finding.message(), since, generation);
    }
}
