package dev.rolesanywhere.emulator.policy;

import java.util.List;

/**
 * One condition of a statement.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Operators</a>
 */
sealed interface Condition {
    boolean holds(RequestContext context);

    /** How a comparison treats several values of one key. */
    enum Quantifier {
        NONE,
        ANY_VALUE,
        ALL_VALUES
    }

    /**
     * A comparison of strings or ARNs.
     *
     * @param ifExists whether an absent key satisfies it
     */
    record Comparing(
            Quantifier quantifier, Comparison comparison, boolean ifExists, String key, List<String> policyValues)
            implements Condition {
        public Comparing {
            policyValues = List.copyOf(policyValues);
        }

        @Override
        public boolean holds(RequestContext context) {
            List<String> values = context.of(key);
            if (values.isEmpty()) {
                return switch (quantifier) {
                    case ANY_VALUE -> ifExists;
                    case ALL_VALUES -> true;
                    // A missing key equals nothing, so negated operators are true for it.
                    case NONE -> ifExists || comparison.negated();
                };
            }
            return quantifier == Quantifier.ANY_VALUE
                    ? values.stream().anyMatch(this::satisfies)
                    : values.stream().allMatch(this::satisfies);
        }

        private boolean satisfies(String value) {
            boolean fits = policyValues.stream().anyMatch(policyValue -> comparison.fits(policyValue, value));
            return comparison.negated() != fits;
        }
    }

    /** {@code Null}: whether the key is absent. */
    record Absence(String key, boolean absent) implements Condition {
        @Override
        public boolean holds(RequestContext context) {
            return context.of(key).isEmpty() == absent;
        }
    }
}
