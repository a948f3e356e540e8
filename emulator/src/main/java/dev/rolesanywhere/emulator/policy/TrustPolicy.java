package dev.rolesanywhere.emulator.policy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A role's trust policy, as far as it concerns the principal {@code rolesanywhere.amazonaws.com}. */
public record TrustPolicy(List<Statement> statements) {
    /** What Roles Anywhere does to a role, each of which the policy must allow. */
    public static final List<String> REQUIRED_ACTIONS =
            List.of("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity");

    /**
     * One statement.
     *
     * @param namesService whether the principal is Roles Anywhere
     * @param namesEveryone whether the principal is {@code "*"}
     * @param unsupported what of it the emulator cannot evaluate
     */
    record Statement(
            Effect effect,
            boolean namesService,
            boolean namesEveryone,
            List<Pattern> actions,
            List<Condition> conditions,
            Optional<String> unsupported) {
        Statement {
            actions = List.copyOf(actions);
            conditions = List.copyOf(conditions);
        }

        private boolean covers(String action) {
            return actions.stream().anyMatch(pattern -> pattern.matcher(action).matches());
        }

        /** What cannot be evaluated never allows. */
        private boolean allows(String action, RequestContext context) {
            return effect == Effect.ALLOW
                    && namesService
                    && unsupported.isEmpty()
                    && covers(action)
                    && conditions.stream().allMatch(condition -> condition.holds(context));
        }

        /** What cannot be evaluated denies. */
        private boolean denies(String action, RequestContext context) {
            return effect == Effect.DENY
                    && (namesService || namesEveryone)
                    && (unsupported.isPresent()
                            || (covers(action) && conditions.stream().allMatch(condition -> condition.holds(context))));
        }
    }

    public TrustPolicy {
        statements = List.copyOf(statements);
    }

    /** Why this policy does not let the session in; empty where it does. */
    public Optional<String> refusal(RequestContext context) {
        return REQUIRED_ACTIONS.stream()
                .flatMap(action -> refusal(action, context).stream())
                .findFirst();
    }

    private Optional<String> refusal(String action, RequestContext context) {
        if (statements.stream().anyMatch(statement -> statement.denies(action, context))) {
            return Optional.of("The role's trust policy denies " + action);
        }
        if (statements.stream().anyMatch(statement -> statement.allows(action, context))) {
            return Optional.empty();
        }
        return Optional.of("No statement of the role's trust policy allows " + action
                + " to rolesanywhere.amazonaws.com under " + context.values() + unsupportedParts());
    }

    private String unsupportedParts() {
        List<String> parts = statements.stream()
                .flatMap(statement -> statement.unsupported().stream())
                .toList();
        return parts.isEmpty() ? "" : "; the emulator cannot evaluate " + String.join(", ", parts);
    }
}
