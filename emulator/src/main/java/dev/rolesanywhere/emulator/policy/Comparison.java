package dev.rolesanywhere.emulator.policy;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The condition operators that compare strings and ARNs. A negated operator is true if none of the policy's values
 * matches.
 */
enum Comparison {
    STRING_EQUALS("StringEquals", false),
    STRING_NOT_EQUALS("StringNotEquals", true),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true),
    STRING_LIKE("StringLike", false),
    STRING_NOT_LIKE("StringNotLike", true),
    ARN_EQUALS("ArnEquals", false),
    ARN_NOT_EQUALS("ArnNotEquals", true),
    ARN_LIKE("ArnLike", false),
    ARN_NOT_LIKE("ArnNotLike", true);

    private static final int ARN_PARTS = 6;

    private final String operator;
    private final boolean negated;

    Comparison(String operator, boolean negated) {
        this.operator = operator;
        this.negated = negated;
    }

    static Optional<Comparison> named(String operator) {
        return Arrays.stream(values())
                .filter(each -> each.operator.equals(operator))
                .findFirst();
    }

    boolean negated() {
        return negated;
    }

    /** Whether the request's value matches one value of the policy, without negation. */
    boolean fits(String policyValue, String requestValue) {
        return switch (this) {
            case STRING_EQUALS, STRING_NOT_EQUALS -> policyValue.equals(requestValue);
            case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE -> policyValue.equalsIgnoreCase(requestValue);
            case STRING_LIKE, STRING_NOT_LIKE ->
                wildcard(policyValue, 0).matcher(requestValue).matches();
            case ARN_EQUALS, ARN_NOT_EQUALS, ARN_LIKE, ARN_NOT_LIKE -> arnFits(policyValue, requestValue);
        };
    }

    /** Wildcards hold within each of an ARN's six parts. */
    private static boolean arnFits(String policyValue, String requestValue) {
        String[] wanted = policyValue.split(":", ARN_PARTS);
        String[] given = requestValue.split(":", ARN_PARTS);
        if (wanted.length != ARN_PARTS || given.length != ARN_PARTS) {
            return false;
        }
        for (int i = 0; i < ARN_PARTS; i++) {
            if (!wildcard(wanted[i], 0).matcher(given[i]).matches()) {
                return false;
            }
        }
        return true;
    }

    /** {@code *} is any text, {@code ?} any one character. */
    static Pattern wildcard(String text, int flags) {
        return Pattern.compile(
                text.chars()
                        .mapToObj(c -> switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(c));
                        })
                        .collect(Collectors.joining()),
                flags | Pattern.DOTALL);
    }
}
