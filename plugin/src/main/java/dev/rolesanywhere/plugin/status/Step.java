package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.plugin.fact.Fact;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One station of a pod's path to its role.
 *
 * @param cause where in the chain of causes; of several bad facts the earliest explains the others
 */
record Step(Cause cause, Fact fact) {
    /** In the order in which they cause each other. */
    enum Cause {
        ANCHOR,
        ROLE,
        BINDING,
        ACCOUNT,
        INJECTION,
        SIDECAR,
        EVENT,
        EXCHANGE,
        REPORT,
        SHADOWING,
        EXPIRATION
    }

    /** The one thing to do. */
    static Optional<Fact> next(List<Step> steps) {
        return steps.stream()
                .filter(step -> step.fact().isBad())
                .min(Comparator.comparing(Step::cause))
                .map(Step::fact);
    }
}
