package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;

/** Decides whether a pod may have leaves for a new key. A key that the pod has used before is never refused. */
@Singleton
public class NewKeys {
    /** The kubelet usually reports a restart within this time. */
    private static final Duration SOON = Duration.ofSeconds(15);

    private static final Duration TOO_OFTEN = Duration.ofMinutes(1);

    private final CallerLedger ledger;
    private final Issuer issuer;
    private final Leadership leadership;

    /** @param retryAfter when to send the next request with this key */
    public record Refused(IssuingReason reason, String message, Duration retryAfter) {}

    public NewKeys(CallerLedger ledger, Issuer issuer, Leadership leadership) {
        this.ledger = ledger;
        this.issuer = issuer;
        this.leadership = leadership;
    }

    /** The reason for a refusal; empty if the pod may have leaves. */
    public Optional<Refused> refusal(Identification.Known caller, PublicKey key) {
        String uid = caller.pod().uid();
        if (ledger.knows(uid, key)) {
            return Optional.empty();
        }
        if (caller.asksTooOften()) {
            return Optional.of(new Refused(IssuingReason.PodAsksTooOften, tooOften(caller), TOO_OFTEN));
        }
        if (!leadership.isLeading() && ledger.knowsAKeyOf(uid)) {
            return Optional.of(new Refused(
                    IssuingReason.Standby,
                    "This replica is no longer active, and the pod sent a new key. Send the request to the active replica.",
                    SOON));
        }
        return issuer.costsPerLeaf(caller.pod())
                ? ledger.admit(uid, key, caller.restarts()).map(wait -> tooMany(caller, wait))
                : Optional.empty();
    }

    private static Refused tooMany(Identification.Known caller, Duration wait) {
        return new Refused(
                IssuingReason.TooManyNewKeys,
                "Pod '%s' in namespace '%s' sent more new keys than its sidecar had starts, and each certificate has a cost. Further new keys are accepted after the API server reports a restart. If the sidecar was not restarted, the pod's token may be stolen: delete the pod."
                        .formatted(caller.pod().name(), caller.pod().namespace()),
                wait.compareTo(SOON) < 0 ? wait : SOON);
    }

    /** The message for a pod that sends too many requests with new keys. */
    public static String tooOften(Identification.Known caller) {
        return "Pod '%s' in namespace '%s' sent more than 40 requests within a minute. A sidecar needs one or two for each role and hour: its token may be stolen."
                .formatted(caller.pod().name(), caller.pod().namespace());
    }
}
