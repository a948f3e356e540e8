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
        OPERATOR,
        ANCHOR,
        ROLE,
        BINDING,
        ACCOUNT,
        INJECTION,
        /** The scheduler, and init containers before the sidecar. */
        START,
        SIDECAR,
        /** What the operator found for this pod now is nearer than its Event, which stays for an hour. */
        REPORT,
        EVENT,
        EXCHANGE,
        /** A sidecar without credentials: a symptom of what stands above. */
        WAITING,
        SHADOWING,
        APPLICATION,
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
