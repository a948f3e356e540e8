package dev.rolesanywhere.pki.issuance;

import static dev.rolesanywhere.pki.issuance.Decision.refuseIf;

/** Policies about the node agent. Each policy is complete by itself and does not rely on earlier policies of the chain. */
final class AgentPolicies {
    private AgentPolicies() {}

    static Decision agentsAreInstalled(AgentRequest request) {
        return refuseIf(
                request.installed() == null,
                IssuingReason.NodeAgentNotAccepted,
                "This installation has no node agent. Set the delivery of the pod to Endpoint or Files, so that it gets a sidecar.");
    }

    static Decision agentIsAuthenticated(AgentRequest request) {
        return refuseIf(
                !request.token().authenticated(),
                IssuingReason.NodeAgentNotAccepted,
                "The API server does not accept the node agent's own token. Send the agent's projected token, read"
                        + " from its file for each request.");
    }

    static Policy<AgentRequest> agentTokenIsFor(String audience) {
        return request -> refuseIf(
                !request.token().audiences().contains(audience),
                IssuingReason.NodeAgentNotAccepted,
                "The node agent's own token is not for the audience '" + audience
                        + "'. Send the token that the chart projects into the agent's pod.");
    }

    static Decision agentRunsAsTheInstalledAccount(AgentRequest request) {
        AgentAccount installed = request.installed();
        return refuseIf(
                installed == null
                        || !installed.namespace().equals(request.token().namespace())
                        || !installed.serviceAccount().equals(request.token().serviceAccount()),
                IssuingReason.NodeAgentNotAccepted,
                "ServiceAccount '" + request.token().serviceAccount() + "' in namespace '"
                        + request.token().namespace()
                        + "' is not the ServiceAccount of this installation's node agents. Only node agents may send tokens of pods.");
    }

    static Decision agentIsOnANode(AgentRequest request) {
        return refuseIf(
                request.token().node() == null || request.token().podUid() == null,
                IssuingReason.NodeAgentNotAccepted,
                "The node agent's own token does not name a node. The API server must be of Kubernetes 1.30 or newer, with"
                        + " the feature ServiceAccountTokenPodNodeInfo.");
    }
}
