package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.pki.issuance.Decision;
import dev.rolesanywhere.pki.issuance.IssuanceRequest;
import dev.rolesanywhere.pki.issuance.IssuingChains;
import dev.rolesanywhere.pki.issuance.PolicyChain;
import dev.rolesanywhere.pki.issuance.PresentedToken;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Derives the caller from its token: gathers the facts, and lets the issuing policy decide. */
@Singleton
public class CallerIdentification {
    /** Twice what the webhook asks for, since clocks differ. */
    private static final Duration OLDEST_TOKEN = Duration.ofSeconds(2 * Issuing.TOKEN_SECONDS);

    private static final PolicyChain<IssuanceRequest> POLICY = IssuingChains.caller(Issuing.AUDIENCE, OLDEST_TOKEN);

    private final Tokens tokens;
    private final LivePods pods;
    private final Inventory inventory;
    private final CallerLedger ledger;
    private final Clock clock;

    public CallerIdentification(Tokens tokens, LivePods pods, Inventory inventory, CallerLedger ledger, Clock clock) {
        this.tokens = tokens;
        this.pods = pods;
        this.inventory = inventory;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** @throws RuntimeException if the API server could not be asked */
    public Identification identify(String bearer) {
        PresentedToken token = tokens.review(bearer);
        Optional<LivePods.Found> pod = token.authenticated() && token.podName() != null
                ? pods.find(token.namespace(), token.podName())
                : Optional.empty();
        IssuanceRequest request = new IssuanceRequest(
                token,
                pod.map(LivePods.Found::facts).orElse(null),
                inventory
                        .serviceAccount(token.namespace(), token.serviceAccount())
                        .map(account -> account.getMetadata().getUid())
                        .orElse(null),
                token.podUid() == null ? 0 : ledger.called(token.podUid()),
                clock.instant());
        return switch (POLICY.decide(request)) {
            case Decision.Accepted _ ->
                new Identification.Known(
                        reference(token).orElseThrow(),
                        pod.orElseThrow().owner(),
                        pod.orElseThrow().askedRole(),
                        pod.orElseThrow().started());
            case Decision.Refused refused -> {
                Decision.Refused worded = token.authenticated()
                        ? refused
                        : TokenHint.of(bearer, clock.instant()).orElse(refused);
                yield new Identification.Turned(worded.reason(), worded.message(), reference(token));
            }
        };
    }

    private static Optional<PodReference> reference(PresentedToken token) {
        return token.podName() == null || token.podUid() == null
                ? Optional.empty()
                : Optional.of(
                        new PodReference(token.namespace(), token.podName(), token.podUid(), token.serviceAccount()));
    }
}
