package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.external.TrustBundle;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import java.util.Objects;

/** The conditions of an AWSTrustAnchor whose leaves another component issues. */
final class IssuedElsewhere {
    /** AWS's default quota of certificates in a trust anchor. */
    private static final int USUAL_QUOTA = 2;

    private IssuedElsewhere() {}

    static AuthorityState state(AWSTrustAnchor anchor, TrustBundle bundle) {
        String owner = Objects.requireNonNull(
                        anchor.getSpec().certificateAuthority().external())
                .owner();
        return switch (bundle) {
            case TrustBundle.Unknown(Reason reason, String message) -> new AuthorityState.Unusable(reason, message);
            case TrustBundle.Known known ->
                new AuthorityState.IssuedElsewhere(
                        known.certificates(), Reason.IssuedElsewhere, message(anchor, owner, known));
        };
    }

    private static String message(AWSTrustAnchor anchor, String owner, TrustBundle.Known known) {
        External external =
                Objects.requireNonNull(anchor.getSpec().certificateAuthority().external());
        int certificates = known.certificates().size();
        return "%s issues the certificates of pods; its trust bundle (%s) has %d %s. The operator signs nothing: anyone who gets a certificate of %s from %s can use the roles of that ServiceAccount."
                        .formatted(
                                owner,
                                known.source(),
                                certificates,
                                certificates == 1 ? "certificate" : "certificates",
                                external.spiffeId(anchor.getSpec().trustDomain(), "<namespace>", "<service account>"),
                                owner)
                + (certificates > USUAL_QUOTA
                        ? " Warning: AWS accepts " + USUAL_QUOTA
                                + " certificates in a trust anchor, unless the account's quota limits the size instead."
                        : "")
                + known.leftOut();
    }
}
