package dev.rolesanywhere.emulator.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the elements that trust policies and identity-based policies share. */
final class PolicyElements {
    private PolicyElements() {}

    static Effect effect(JsonNode statement) {
        return switch (Json.text(statement, "Effect").orElse("")) {
            case "Allow" -> Effect.ALLOW;
            case "Deny" -> Effect.DENY;
            default -> throw malformed("Effect must be Allow or Deny");
        };
    }

    /** The patterns of Action or Resource. IAM compares actions without regard to case. */
    static List<Pattern> patterns(JsonNode statement, String element, List<String> unsupported) {
        List<String> texts = strings(statement.path(element));
        if (texts.isEmpty() && unsupported.isEmpty()) {
            throw malformed(element + " is missing");
        }
        int flags = element.equals("Action") ? Pattern.CASE_INSENSITIVE : 0;
        return texts.stream().map(text -> Comparison.wildcard(text, flags)).toList();
    }

    /** The strings of an element, which may be one string or a list. */
    static List<String> strings(JsonNode node) {
        return elements(node).stream().map(JsonNode::asText).toList();
    }

    static List<JsonNode> elements(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            return List.of(node);
        }
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return elements;
    }

    static Refusal malformed(String detail) {
        return Refusal.invalid("MalformedPolicyDocument: " + detail);
    }

    /**
     * Conditions by operator, then by key.
     *
     * @param unsupported receives the name of each condition that the emulator cannot evaluate
     */
    static List<Condition> conditions(JsonNode json, List<String> unsupported) {
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : json.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                condition(operator.getKey(), key.getKey(), strings(key.getValue()))
                        .ifPresentOrElse(
                                conditions::add,
                                () -> unsupported.add("condition " + operator.getKey() + " on " + key.getKey()));
            }
        }
        return conditions;
    }

    private static Optional<Condition> condition(String operator, String key, List<String> values) {
        if (values.stream().anyMatch(value -> value.contains("${"))) {
            return Optional.empty();
        }
        if (operator.equals("Null")) {
            return values.equals(List.of("true")) || values.equals(List.of("false"))
                    ? Optional.of(new Condition.Absence(key, values.getFirst().equals("true")))
                    : Optional.empty();
        }
        Condition.Quantifier quantifier = quantifier(operator);
        String plain = operator.substring(operator.indexOf(':') + 1);
        boolean ifExists = plain.endsWith("IfExists");
        String name = ifExists ? plain.substring(0, plain.length() - "IfExists".length()) : plain;
        return Comparison.named(name)
                .map(comparison -> new Condition.Comparing(quantifier, comparison, ifExists, key, values));
    }

    private static Condition.Quantifier quantifier(String operator) {
        if (operator.startsWith("ForAnyValue:")) {
            return Condition.Quantifier.ANY_VALUE;
        }
        return operator.startsWith("ForAllValues:") ? Condition.Quantifier.ALL_VALUES : Condition.Quantifier.NONE;
    }
}
