package dev.rolesanywhere.pki.issuance;

import java.time.Duration;

/**
 * The issuing policies in order of evaluation. These lists define which callers get a certificate.
 */
public final class IssuingChains {
    /** Requests of one pod within a minute. */
    public static final int MOST_IN_A_MINUTE = CallerPolicies.MOST_IN_A_MINUTE;

    private IssuingChains() {}

    /**
     * Whether this caller is a pod that may be served at all.
     *
     * @param oldestToken maximum age of a token, whatever its lifetime
     */
    public static PolicyChain<IssuanceRequest> caller(String audience, Duration oldestToken) {
        return PolicyChain.of(
                CallerPolicies::tokenIsAuthenticated,
                CallerPolicies.tokenIsFor(audience),
                CallerPolicies::tokenHasNotExpired,
                CallerPolicies.tokenIsNoOlderThan(oldestToken),
                CallerPolicies::tokenIsBoundToAPod,
                CallerPolicies::podIsOnTheNodeOfItsAgent,
                CallerPolicies::podDoesNotAskTooOften,
                CallerPolicies::podExists,
                CallerPolicies::podIsTheOneOfTheToken,
                CallerPolicies::podRunsAsTheServiceAccount,
                CallerPolicies::podHasNotFinished,
                CallerPolicies::podIsNotPastItsDeletion,
                CallerPolicies::serviceAccountIsTheOneOfTheToken);
    }

    /** Whether a sender is an agent of this installation, which may send the tokens of the pods of its node. */
    public static PolicyChain<AgentRequest> agent(String audience) {
        return PolicyChain.of(
                AgentPolicies::agentsAreInstalled,
                AgentPolicies::agentIsAuthenticated,
                AgentPolicies.agentTokenIsFor(audience),
                AgentPolicies::agentRunsAsTheInstalledAccount,
                AgentPolicies::agentIsOnANode);
    }

    /** Whether the pod of a PodCertificateRequest may be served at all. */
    public static PolicyChain<PodCertificateClaim> podCertificate() {
        return PolicyChain.of(
                PodCertificatePolicies::podExists,
                PodCertificatePolicies::podIsTheOneOfTheRequest,
                PodCertificatePolicies::podIsOnTheNodeOfTheRequest,
                PodCertificatePolicies::podRunsAsTheServiceAccount,
                PodCertificatePolicies::podHasNotFinished,
                PodCertificatePolicies::podIsNotPastItsDeletion,
                PodCertificatePolicies::serviceAccountIsTheOneOfTheRequest);
    }

    /** Whether an accepted caller gets a leaf for this role, which a binding names. */
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
