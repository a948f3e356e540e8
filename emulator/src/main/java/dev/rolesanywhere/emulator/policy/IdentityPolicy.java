package dev.rolesanywhere.emulator.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An identity-based policy: the actions that a user or a role may call.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Evaluation logic</a>
 */
public record IdentityPolicy(List<Statement> statements) {
    /** The policy of a principal that has none: every action is denied. */
    public static final IdentityPolicy NONE = new IdentityPolicy(List.of());

    /**
     * One statement.
     *
     * @param unsupported the elements that the emulator cannot evaluate
     */
    record Statement(
            Effect effect,
            List<Pattern> actions,
            List<Pattern> resources,
            List<Condition> conditions,
            Optional<String> unsupported) {
        Statement {
            actions = List.copyOf(actions);
            resources = List.copyOf(resources);
            conditions = List.copyOf(conditions);
        }

        /** A statement that cannot be evaluated never allows, and always denies. */
        private boolean applies(Permission permission) {
            if (unsupported.isPresent()) {
                return effect == Effect.DENY;
            }
            return matches(actions, permission.action())
                    && matches(resources, permission.resource())
                    && conditions.stream().allMatch(condition -> condition.holds(permission.context()));
        }

        private static boolean matches(List<Pattern> patterns, String text) {
            return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
        }
    }

    public IdentityPolicy {
        statements = List.copyOf(statements);
    }

    /** Reads a policy document, or refuses it as malformed. */
    public static IdentityPolicy read(JsonNode document) {
        JsonNode statements =
                Json.present(document, "Statement").orElseThrow(() -> PolicyElements.malformed("Statement is missing"));
        return new IdentityPolicy(PolicyElements.elements(statements).stream()
                .map(IdentityPolicy::statement)
                .toList());
    }

    /** The end of AWS's message if the policy does not permit the action; empty if it does. */
    public Optional<String> refusal(Permission permission) {
        if (applies(Effect.DENY, permission)) {
            return Optional.of("with an explicit deny in an identity-based policy");
        }
        if (applies(Effect.ALLOW, permission)) {
            return Optional.empty();
        }
        return Optional.of("because no identity-based policy allows the " + permission.action() + " action");
    }

    private boolean applies(Effect effect, Permission permission) {
        return statements.stream().anyMatch(statement -> statement.effect() == effect && statement.applies(permission));
    }

    private static Statement statement(JsonNode json) {
        if (json.has("Principal") || json.has("NotPrincipal")) {
            throw PolicyElements.malformed("Has prohibited field Principal");
        }
        List<String> unsupported = new ArrayList<>();
        for (String element : List.of("NotAction", "NotResource")) {
            Json.present(json, element).ifPresent(present -> unsupported.add(element));
        }
        List<Condition> conditions = PolicyElements.conditions(json.path("Condition"), unsupported);
        return new Statement(
                PolicyElements.effect(json),
                PolicyElements.patterns(json, "Action", unsupported),
                PolicyElements.patterns(json, "Resource", unsupported),
                conditions,
                unsupported.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", unsupported)));
    }
}
