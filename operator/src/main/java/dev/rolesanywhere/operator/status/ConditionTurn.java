package dev.rolesanywhere.operator.status;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Condition.Status;
import dev.rolesanywhere.crds.condition.Conditions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A condition that became False or True. An unchanged or Unknown condition is not a change. */
record ConditionTurn(Condition condition, Kind kind) {
    private static final String READY = "Ready";

    enum Kind {
        /** The condition is False, and was not False for this reason before. */
        BAD,
        /** The condition is True and was False, or the object has become ready. */
        GOOD,
        /** The condition is True and was Unknown. This is reported only after a problem. */
        KNOWN_GOOD
    }

    static List<ConditionTurn> of(@Nullable List<Condition> before, @Nullable List<Condition> after) {
        return Optional.ofNullable(after).orElse(List.of()).stream()
                .flatMap(condition -> kind(Conditions.find(before, condition.type()), condition)
                        .map(kind -> new ConditionTurn(condition, kind))
                        .stream())
                .toList();
    }

    private static Optional<Kind> kind(Optional<Condition> before, Condition now) {
        Optional<Status> was = before.map(Condition::status);
        return switch (now.status()) {
            case False ->
                was.equals(Optional.of(Status.False)) && before.get().reason().equals(now.reason())
                        ? Optional.empty()
                        : Optional.of(Kind.BAD);
            case True -> good(was, now.type());
            case Unknown -> Optional.empty();
        };
    }

    /** Only the readiness reports the first state of an object. */
    private static Optional<Kind> good(Optional<Status> was, String type) {
        if (was.equals(Optional.of(Status.True))) {
            return Optional.empty();
        }
        if (type.equals(READY) || was.equals(Optional.of(Status.False))) {
            return Optional.of(Kind.GOOD);
        }
        return was.isPresent() ? Optional.of(Kind.KNOWN_GOOD) : Optional.empty();
    }
}
