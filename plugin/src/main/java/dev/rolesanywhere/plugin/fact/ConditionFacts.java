package dev.rolesanywhere.plugin.fact;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts from the conditions of our objects. */
public final class ConditionFacts {
    private ConditionFacts() {}

    /** A fact from a condition. A missing condition is unknown: the operator has not written it yet. */
    public static Fact of(String name, @Nullable List<Condition> conditions, String type) {
        return Conditions.find(conditions, type)
                .map(condition -> of(name, condition))
                .orElseGet(
                        () -> Fact.unknown(
                                name,
                                "the condition %s is not set yet".formatted(type),
                                "Retry in a minute. If the condition is still missing, 'kubectl rolesanywhere check' shows whether an operator is active."));
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
