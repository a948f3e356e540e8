package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.operator.limits.Allowances;
import dev.rolesanywhere.pki.issuance.Decision;
import dev.rolesanywhere.pki.issuance.PresentedToken;
import java.time.Clock;
import java.util.Optional;

/**
 * TokenReviews within limits. A token of the wrong form, or one that was rejected lately, causes no review. After a
 * number of rejected tokens from an address, only tokens of pods that were authenticated before are reviewed for it.
 * These pods have separate allowances, so a flood from the same address does not stop them.
 */
final class Reviews {
    /** As many as one address may create at once, so that pods of one node that start together never use it up. */
    static final int BURST = 40;

    private static final int PER_MINUTE = 30;

    private final Tokens tokens;
    private final CallerLedger ledger;
    private final Clock clock;
    private final RejectedTokens rejected;
    private final Allowances rejections;

    /** The result for a token. */
    sealed interface Reviewed {
        /** The API server was called. */
        record Answered(PresentedToken token) implements Reviewed {}

        /** The answer was certain without a call. */
        record Certain(Decision.Refused refused) implements Reviewed {}

        /** Too many tokens of this address were rejected. */
        record NotNow() implements Reviewed {}
    }

    Reviews(Tokens tokens, CallerLedger ledger, Clock clock) {
        this.tokens = tokens;
        this.ledger = ledger;
        this.clock = clock;
        this.rejected = new RejectedTokens(clock);
        this.rejections = new Allowances(BURST, PER_MINUTE, clock);
    }

    Reviewed review(String bearer, String audience, String address) {
        Optional<Decision.Refused> certain =
                TokenForm.defect(bearer, audience, clock.instant()).or(() -> rejected.find(bearer));
        if (certain.isPresent()) {
            return new Reviewed.Certain(certain.get());
        }
        String payer = payer(bearer, address);
        if (!rejections.take(payer)) {
            return new Reviewed.NotNow();
        }
        PresentedToken answer = tokens.review(bearer, audience);
        if (answer.authenticated()) {
            rejections.giveBack(payer);
        }
        return new Reviewed.Answered(answer);
    }

    void reject(String bearer, Decision.Refused refused) {
        rejected.remember(bearer, refused);
    }

    /** The claim is not verified. A false claim still uses an allowance of the sender's own address. */
    private String payer(String bearer, String address) {
        return TokenClaims.of(bearer)
                .map(TokenClaims::podUid)
                .filter(ledger::knows)
                .map(uid -> address + "/" + uid)
                .orElse(address);
    }
}
