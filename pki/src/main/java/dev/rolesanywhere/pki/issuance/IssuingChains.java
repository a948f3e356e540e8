package dev.rolesanywhere.pki.issuance;

/**
 * The issuing policy, in the order in which it is asked. Whoever wants to know who gets a certificate reads these two lists.
 */
public final class IssuingChains {
    private IssuingChains() {}

    /** Whether this caller is a pod that may be served at all. */
    public static PolicyChain<IssuanceRequest> caller(String audience) {
        return PolicyChain.of(
                CallerPolicies::tokenIsAuthenticated,
                CallerPolicies.tokenIsFor(audience),
                CallerPolicies::tokenHasNotExpired,
                CallerPolicies::tokenIsBoundToAPod,
                CallerPolicies::podExists,
                CallerPolicies::podIsTheOneOfTheToken,
                CallerPolicies::podRunsAsTheServiceAccount,
                CallerPolicies::podHasNotFinished,
                CallerPolicies::podIsNotPastItsDeletion,
                CallerPolicies::serviceAccountIsTheOneOfTheToken);
    }

    /** Whether a served caller gets a leaf for this role, which a binding names. */
    public static PolicyChain<RoleRequest> role() {
        return PolicyChain.of(
                RolePolicies::namespaceIsNotExcluded,
                RolePolicies::roleExists,
                RolePolicies::namespaceIsAllowed,
                RolePolicies::trustAnchorExists,
                RolePolicies::trustAnchorIsReady,
                RolePolicies::isRegisteredWithAWS,
                RolePolicies::identityFits,
                RolePolicies::authorityLastsLongEnough);
    }
}
