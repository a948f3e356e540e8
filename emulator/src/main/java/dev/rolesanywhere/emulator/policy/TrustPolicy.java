package dev.rolesanywhere.emulator.policy;

import dev.rolesanywhere.emulator.arn.Arn;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A role's trust policy, as far as it concerns the principal {@code rolesanywhere.amazonaws.com} and sessions of other roles. */
public record TrustPolicy(List<Statement> statements) {
    /** The actions of Roles Anywhere on a role, each of which the policy must allow. */
    public static final List<String> REQUIRED_ACTIONS =
            List.of("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity");

    /** The caller that requests a session of the role. */
    private sealed interface Caller {}

    private record RolesAnywhere() implements Caller {
        @Override
        public String toString() {
            return "rolesanywhere.amazonaws.com";
        }
    }

    /** A session of another role: its policy names the role, the session, or the account. */
    public record RoleSession(Arn role, Arn session) implements Caller {
        private boolean is(String principal) {
            return principal.equals("*")
                    || principal.equals(role.toString())
                    || principal.equals(session.toString())
                    || principal.equals(role.account())
                    || principal.equals(new Arn(role.partition(), "iam", "", role.account(), "root").toString());
        }

        @Override
        public String toString() {
            return session.toString();
        }
    }

    /**
     * One statement.
     *
     * @param namesService whether the principal is Roles Anywhere
     * @param namesEveryone whether the principal is {@code "*"}
     * @param principals of AWS: ARNs, accounts, {@code *}
     * @param unsupported the parts that the emulator cannot evaluate
     */
    record Statement(
            Effect effect,
            boolean namesService,
            boolean namesEveryone,
            List<String> principals,
            List<Pattern> actions,
            List<Condition> conditions,
            Optional<String> unsupported) {
        Statement {
            principals = List.copyOf(principals);
            actions = List.copyOf(actions);
            conditions = List.copyOf(conditions);
        }

        private boolean covers(String action) {
            return actions.stream().anyMatch(pattern -> pattern.matcher(action).matches());
        }

        private boolean names(Caller caller) {
            return switch (caller) {
                case RolesAnywhere _ -> namesService;
                case RoleSession session ->
                    principals.stream().anyMatch(session::is) || (namesEveryone && effect == Effect.ALLOW);
            };
        }

        /** Unsupported statements never allow. */
        private boolean allows(Caller caller, String action, RequestContext context) {
            return effect == Effect.ALLOW
                    && names(caller)
                    && unsupported.isEmpty()
                    && covers(action)
                    && conditions.stream().allMatch(condition -> condition.holds(context));
        }

        /** Unsupported statements deny. */
        private boolean denies(Caller caller, String action, RequestContext context) {
            return effect == Effect.DENY
                    && (names(caller) || namesEveryone)
                    && (unsupported.isPresent()
                            || (covers(action) && conditions.stream().allMatch(condition -> condition.holds(context))));
        }
    }

    public TrustPolicy {
        statements = List.copyOf(statements);
    }

    /** Why this policy does not allow Roles Anywhere to open a session; empty if it does. */
    public Optional<String> refusal(RequestContext context) {
        return REQUIRED_ACTIONS.stream()
                .flatMap(action -> refusal(new RolesAnywhere(), action, context).stream())
                .findFirst();
    }

    /** Why this policy does not allow the action for the session of another role; empty if it does. */
    public Optional<String> refusal(RoleSession caller, String action, RequestContext context) {
        return refusal((Caller) caller, action, context);
    }

    private Optional<String> refusal(Caller caller, String action, RequestContext context) {
        if (statements.stream().anyMatch(statement -> statement.denies(caller, action, context))) {
            return Optional.of("The role's trust policy denies " + action);
        }
        if (statements.stream().anyMatch(statement -> statement.allows(caller, action, context))) {
            return Optional.empty();
        }
        return Optional.of("No statement of the role's trust policy allows " + action + " to " + caller + " under "
                + context.values() + unsupportedParts());
    }

    private String unsupportedParts() {
        List<String> parts = statements.stream()
                .flatMap(statement -> statement.unsupported().stream())
                .toList();
        return parts.isEmpty() ? "" : "; the emulator cannot evaluate " + String.join(", ", parts);
    }
}
