package dev.rolesanywhere.pki.issuance;

import java.util.List;

/** Policies in order of evaluation; the first rejection is the result. */
public final class PolicyChain<F> implements Policy<F> {
    private final List<Policy<F>> policies;

    @SafeVarargs
    private PolicyChain(Policy<F>... policies) {
        this.policies = List.of(policies);
    }

    @SafeVarargs
    static <F> PolicyChain<F> of(Policy<F>... policies) {
        return new PolicyChain<>(policies);
    }

    @Override
    public Decision decide(F facts) {
        for (Policy<F> policy : policies) {
            if (policy.decide(facts) instanceof Decision.Refused refused) {
                return refused;
            }
        }
        return Decision.ACCEPTED;
    }
}
