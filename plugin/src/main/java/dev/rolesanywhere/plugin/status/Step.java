package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.plugin.fact.Fact;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One step of the path from a pod to its role.
 *
 * @param cause position in the chain of causes; the earliest bad fact explains the later ones
 */
record Step(Cause cause, Fact fact) {
    /** In causal order. */
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
        /** The operator's current state of this pod is more accurate than its Event, which stays for an hour. */
        REPORT,
        EVENT,
        EXCHANGE,
        /** A sidecar without credentials: a symptom of the earlier causes. */
        WAITING,
        SHADOWING,
        APPLICATION,
        EXPIRATION
    }

    /** The fact to fix first. */
    static Optional<Fact> next(List<Step> steps) {
        return steps.stream()
                .filter(step -> step.fact().isBad())
                .min(Comparator.comparing(Step::cause))
                .map(Step::fact);
    }
}
