package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.condition.Finding;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.ManagedRegistrationStatus;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The managed registrations of a trust anchor, and the condition {@code Managed}; both absent without managed registrations. */
public record ManagedReport(@Nullable List<ManagedRegistrationStatus> statuses, Optional<Finding> finding) {
    public static final ManagedReport NOTHING = new ManagedReport(null, Optional.empty());

    /** Whether AWS was unreachable or refused, so that the operator must retry. */
    public boolean isRefused() {
        return finding.filter(it -> it.reason().equals(TrustAnchorCondition.Reason.AWSRefused.name()))
                .isPresent();
    }

    /** The last known state. */
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
