package dev.rolesanywhere.operator.status;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Condition.Status;
import dev.rolesanywhere.crds.condition.Conditions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A condition that turned bad or good. What is neither, and a condition that stays as it is, is no turn. */
record ConditionTurn(Condition condition, Kind kind) {
    private static final String READY = "Ready";

    enum Kind {
        /** It is False, and was not for this reason. */
        BAD,
        /** It is True, and was False before; or the object has become ready. */
        GOOD,
        /** It is True, and was Unknown before: good news only after bad news. */
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

    /** The first state of an object is told by its readiness alone. */
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
