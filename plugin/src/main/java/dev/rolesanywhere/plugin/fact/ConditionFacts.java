package dev.rolesanywhere.plugin.fact;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts from the conditions of our objects. */
public final class ConditionFacts {
    private ConditionFacts() {}

    /** What the condition says. One that is missing is no answer: the operator has not written it yet. */
    public static Fact of(String name, @Nullable List<Condition> conditions, String type) {
        return Conditions.find(conditions, type)
                .map(condition -> of(name, condition))
                .orElseGet(() -> Fact.unknown(
                        name,
                        "there is no condition %s yet".formatted(type),
                        "Look again in a minute. If it stays so, no operator runs: kubectl rolesanywhere check"));
    }

    private static Fact of(String name, Condition condition) {
        return switch (condition.status()) {
            case True -> Fact.good(name, condition.reason());
            case False -> Fact.bad(name, condition.reason(), condition.message(), Pages.reason(condition.reason()));
            case Unknown ->
                new Fact(
                        name,
                        Verdict.Unknown,
                        condition.reason(),
                        condition.message(),
                        Pages.reason(condition.reason()));
        };
    }
}
