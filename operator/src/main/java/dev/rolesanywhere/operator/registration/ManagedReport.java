package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.condition.Finding;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.ManagedRegistrationStatus;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the operator keeps in AWS for a trust anchor, and the condition {@code Managed}; both absent where it keeps nothing. */
public record ManagedReport(@Nullable List<ManagedRegistrationStatus> statuses, Optional<Finding> finding) {
    public static final ManagedReport NOTHING = new ManagedReport(null, Optional.empty());

    /** Whether AWS could not be asked, or refused: nothing tells us when that is over. */
    public boolean isRefused() {
        return finding.filter(it -> it.reason().equals(TrustAnchorCondition.Reason.AWSRefused.name()))
                .isPresent();
    }

    /** What was known last. */
    public static ManagedReport before(AWSTrustAnchor anchor) {
        if (anchor.getStatus() == null || anchor.getSpec().managedRegistrations() == null) {
            return NOTHING;
        }
        return new ManagedReport(
                anchor.getStatus().managedRegistrations(),
                Conditions.find(anchor.getStatus().conditions(), TrustAnchorCondition.Managed.name())
                        .map(c -> new Finding(c.type(), c.status(), c.reason(), c.message())));
    }
}
