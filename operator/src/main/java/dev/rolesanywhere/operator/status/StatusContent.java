package dev.rolesanywhere.operator.status;

import dev.rolesanywhere.crds.condition.Condition;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A desired status and its removable parts.
 *
 * @param observed the status that the API server has accepted; absent if there is none
 */
record StatusContent<S>(
        S desired,
        @Nullable S observed,
        Function<S, @Nullable List<Condition>> conditions,
        BiFunction<S, @Nullable List<Condition>, S> with) {
    static final String LEFT_OUT =
            "The API server rejected the message of this condition, so the message was omitted. The operator's log has the reason.";

    /**
     * Versions with less and less content: first without messages, then only the conditions and the observed status.
     */
    List<S> less() {
        List<Condition> all = conditions.apply(desired);
        List<Condition> brief = all == null
                ? List.of()
                : all.stream().map(StatusContent::withoutMessage).toList();
        return Stream.concat(
                        Stream.of(with.apply(desired, brief)),
                        Stream.ofNullable(observed).map(before -> with.apply(before, brief)))
                .distinct()
                .toList();
    }

    private static Condition withoutMessage(Condition full) {
        return full.withMessage(LEFT_OUT);
    }
}
