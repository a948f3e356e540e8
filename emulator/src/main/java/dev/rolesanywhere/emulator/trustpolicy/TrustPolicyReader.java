package dev.rolesanywhere.emulator.trustpolicy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.trustpolicy.TrustPolicy.Effect;
import dev.rolesanywhere.emulator.trustpolicy.TrustPolicy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a trust policy document. What is no policy is refused; what is one but unknown here is kept, and never lets anybody in. */
public final class TrustPolicyReader {
    /** IAM's quota for a role's trust policy, in characters without white space. */
    public static final int MAX_CHARACTERS = 2048;

    private static final String SERVICE = "rolesanywhere.amazonaws.com";

    private TrustPolicyReader() {}

    public static TrustPolicy read(JsonNode document) {
        if (document.toString().length() > MAX_CHARACTERS) {
            throw Refusal.invalid("Cannot exceed quota for ACLSizePerRole: " + MAX_CHARACTERS);
        }
        JsonNode statements = Json.present(document, "Statement").orElseThrow(() -> malformed("Statement is missing"));
        return new TrustPolicy(
                elements(statements).stream().map(TrustPolicyReader::statement).toList());
    }

    private static Statement statement(JsonNode json) {
        Effect effect =
                switch (Json.text(json, "Effect").orElse("")) {
                    case "Allow" -> Effect.ALLOW;
                    case "Deny" -> Effect.DENY;
                    default -> throw malformed("Effect must be Allow or Deny");
                };
        List<String> unsupported = new ArrayList<>();
        for (String element : List.of("NotPrincipal", "NotAction")) {
            Json.present(json, element).ifPresent(present -> unsupported.add(element));
        }
        if (json.has("Resource") || json.has("NotResource")) {
            throw malformed("Has prohibited field Resource");
        }
        JsonNode principal = json.path("Principal");
        List<Condition> conditions = ConditionReader.read(json.path("Condition"), unsupported);
        boolean everyone = principal.asText().equals("*") || json.has("NotPrincipal");
        boolean service = strings(principal.path("Service")).contains(SERVICE);
        if (principal.isMissingNode() && unsupported.isEmpty()) {
            throw malformed("Principal is missing");
        }
        return new Statement(
                effect,
                service,
                everyone,
                actions(json, unsupported),
                conditions,
                unsupported.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", unsupported)));
    }

    private static List<Pattern> actions(JsonNode json, List<String> unsupported) {
        List<String> actions = strings(json.path("Action"));
        if (actions.isEmpty() && unsupported.isEmpty()) {
            throw malformed("Action is missing");
        }
        return actions.stream()
                .map(action -> Comparison.wildcard(action, Pattern.CASE_INSENSITIVE))
                .toList();
    }

    /** The strings of an element that may be one string or a list of them. */
    static List<String> strings(JsonNode node) {
        return elements(node).stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> elements(JsonNode node) {
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

    /** Conditions by operator, then by key. */
    private static final class ConditionReader {
        private ConditionReader() {}

        static List<Condition> read(JsonNode json, List<String> unsupported) {
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
                        ? Optional.of(
                                new Condition.Absence(key, values.getFirst().equals("true")))
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
}
