package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.pki.issuance.Decision;
import dev.rolesanywhere.pki.issuance.IssuanceRequest;
import dev.rolesanywhere.pki.issuance.IssuingChains;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.issuance.PolicyChain;
import dev.rolesanywhere.pki.issuance.PresentedToken;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Identifies the caller by its token: gathers the facts, and lets the issuing policy decide. */
@Singleton
public class CallerIdentification {
    /** Twice the lifetime that the webhook requests, because clocks differ. */
    private static final Duration OLDEST_TOKEN = Duration.ofSeconds(2 * Issuing.TOKEN_SECONDS);

    private static final PolicyChain<IssuanceRequest> OF_PODS = IssuingChains.caller(Issuing.AUDIENCE, OLDEST_TOKEN);
    private static final PolicyChain<IssuanceRequest> BY_AGENTS =
            IssuingChains.caller(NodeAgent.AUDIENCE, OLDEST_TOKEN);

    /** A thief with new keys must not prevent the sidecar from being served with its own key. */
    private static final int MOST_WITH_KNOWN_KEYS = 120;

    private final Reviews reviews;
    private final LivePods pods;
    private final Inventory inventory;
    private final CallerLedger ledger;
    private final AgentIdentification agents;
    private final Clock clock;

    public CallerIdentification(
            Tokens tokens,
            LivePods pods,
            Inventory inventory,
            CallerLedger ledger,
            OperatorSettings settings,
            Clock clock) {
        this.reviews = new Reviews(tokens, ledger, clock);
        this.agents = new AgentIdentification(reviews, ledger, settings.nodeAgent());
        this.pods = pods;
        this.inventory = inventory;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * @param agent the token of the agent that sends the request; absent if the pod itself sends it
     * @param address of the sender: pods with host network, and pods of a node's agent, share one
     * @throws RuntimeException if the API server could not be reached
     */
    public Identification identify(String bearer, @Nullable String agent, String address) {
        if (agent == null) {
            return identify(bearer, Issuing.AUDIENCE, null, address);
        }
        return switch (agents.identify(agent, address)) {
            case AgentIdentification.Found.Agent(String node) -> identify(bearer, NodeAgent.AUDIENCE, node, address);
            case AgentIdentification.Found.Rejected(Identification instead) -> instead;
        };
    }

    /**
     * Whether the sender is an agent of this installation; it sends only its own token.
     *
     * @return empty if it is an agent; otherwise the identification
     * @throws RuntimeException if the API server could not be reached
     */
    public Optional<Identification> refusalOfAgent(String bearer, String address) {
        return switch (agents.identify(bearer, address)) {
            case AgentIdentification.Found.Agent _ -> Optional.empty();
            case AgentIdentification.Found.Rejected(Identification instead) -> Optional.of(instead);
        };
    }

    /** @param node of the agent that sends the token; absent if the pod sends it */
    private Identification identify(String bearer, String audience, @Nullable String node, String address) {
        return switch (reviews.review(bearer, audience, address)) {
            case Reviews.Reviewed.Answered(PresentedToken token) -> identify(bearer, token, audience, node);
            case Reviews.Reviewed.Certain(Decision.Refused refused) ->
                new Identification.Turned(refused.reason(), refused.message(), Optional.empty());
            case Reviews.Reviewed.NotNow() -> new Identification.NotReviewed();
        };
    }

    private Identification identify(String bearer, PresentedToken token, String audience, @Nullable String node) {
        Optional<LivePods.Found> pod = token.authenticated() && token.podName() != null
                ? pods.find(token.namespace(), token.podName())
                : Optional.empty();
        int requests = token.podUid() == null ? 0 : ledger.called(token.namespace(), token.podUid());
        return switch ((node == null ? OF_PODS : BY_AGENTS).decide(facts(token, pod, requests, node))) {
            case Decision.Accepted _ -> known(reference(token).orElseThrow(), pod.orElseThrow(), requests);
            case Decision.Refused refused -> turned(bearer, token, audience, refused);
        };
    }

    private IssuanceRequest facts(
            PresentedToken token, Optional<LivePods.Found> pod, int requests, @Nullable String node) {
        return new IssuanceRequest(
                token,
                pod.map(LivePods.Found::facts).orElse(null),
                inventory
                        .serviceAccount(token.namespace(), token.serviceAccount())
                        .map(account -> account.getMetadata().getUid())
                        .orElse(null),
                requests > MOST_WITH_KNOWN_KEYS ? requests : Math.min(requests, IssuingChains.MOST_IN_A_MINUTE),
                clock.instant(),
                node);
    }

    private static Identification.Known known(PodReference pod, LivePods.Found found, int requests) {
        return new Identification.Known(
                pod, found.askedRole(), found.started(), found.restarts(), requests > IssuingChains.MOST_IN_A_MINUTE);
    }

    private Identification.Turned turned(
            String bearer, PresentedToken token, String audience, Decision.Refused refused) {
        Decision.Refused worded = token.authenticated()
                ? refused
                : TokenHint.of(bearer, audience, clock.instant()).orElse(refused);
        if (!token.authenticated() || refused.reason() == IssuingReason.PodAsksTooOften) {
            reviews.reject(bearer, worded);
        }
        return new Identification.Turned(worded.reason(), worded.message(), reference(token));
    }

    private static Optional<PodReference> reference(PresentedToken token) {
        return token.podName() == null || token.podUid() == null
                ? Optional.empty()
                : Optional.of(
                        new PodReference(token.namespace(), token.podName(), token.podUid(), token.serviceAccount()));
    }
}
