package dev.rolesanywhere.operator.status;

import dev.rolesanywhere.crds.condition.Condition;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a status is to say, and what can be left out of it.
 *
 * @param observed as the API server has it, which it accepted; absent if there is none
 */
record StatusContent<S>(
        S desired,
        @Nullable S observed,
        Function<S, @Nullable List<Condition>> conditions,
        BiFunction<S, @Nullable List<Condition>, S> with) {
    static final String LEFT_OUT =
            "The API server rejected the message of this condition, so the message was omitted. The operator's log has the reason.";

    /** With less and less: without messages; then the conditions alone, beside what the API server has already. */
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
