package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.pki.issuance.AgentAccount;
import dev.rolesanywhere.pki.issuance.AgentRequest;
import dev.rolesanywhere.pki.issuance.Decision;
import dev.rolesanywhere.pki.issuance.IssuingChains;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.issuance.PolicyChain;
import dev.rolesanywhere.pki.issuance.PresentedToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Derives an agent's node from its token. */
final class AgentIdentification {
    private static final PolicyChain<AgentRequest> POLICY = IssuingChains.agent(NodeAgent.AGENT_AUDIENCE);

    private final Reviews reviews;
    private final CallerLedger ledger;
    private final @Nullable AgentAccount installed;

    AgentIdentification(Reviews reviews, CallerLedger ledger, OperatorSettings.NodeAgents settings) {
        this.reviews = reviews;
        this.ledger = ledger;
        this.installed = settings.namespace()
                .map(namespace -> new AgentAccount(namespace, settings.serviceAccount()))
                .orElse(null);
    }

    /** The result of an identification. */
    sealed interface Found {
        record Agent(String node) implements Found {}

        record Rejected(Identification instead) implements Found {}
    }

    Found identify(String bearer, String address) {
        if (installed == null) {
            return decided(bearer, PresentedToken.unauthenticated());
        }
        return switch (reviews.review(bearer, NodeAgent.AGENT_AUDIENCE, address)) {
            case Reviews.Reviewed.Answered(PresentedToken token) -> decided(bearer, token);
            case Reviews.Reviewed.Certain(Decision.Refused refused) -> rejected(ofTheAgent(refused));
            case Reviews.Reviewed.NotNow() -> new Found.Rejected(new Identification.NotReviewed());
        };
    }

    private Found decided(String bearer, PresentedToken token) {
        return switch (POLICY.decide(new AgentRequest(token, installed))) {
            case Decision.Accepted _ -> agent(token);
            case Decision.Refused refused -> {
                if (installed != null && !token.authenticated()) {
                    reviews.reject(bearer, refused);
                }
                yield rejected(refused);
            }
        };
    }

    /**
     * Pods on the node's network share the agent's address and may send forged tokens. These do not use up the agent's
     * allowance.
     */
    private Found agent(PresentedToken token) {
        ledger.called(token.namespace(), String.valueOf(token.podUid()));
        return new Found.Agent(String.valueOf(token.node()));
    }

    /** A defect of the agent's token is not the pod's, so the reason names the agent. */
    private static Decision.Refused ofTheAgent(Decision.Refused refused) {
        return refused.reason() == IssuingReason.NodeAgentNotAccepted
                ? refused
                : new Decision.Refused(
                        IssuingReason.NodeAgentNotAccepted, "The node agent's own token: " + refused.message());
    }

    private static Found rejected(Decision.Refused refused) {
        return new Found.Rejected(new Identification.Turned(refused.reason(), refused.message(), Optional.empty()));
    }
}
