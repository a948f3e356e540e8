package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.crds.trustanchor.Registration;
import dev.rolesanywhere.operator.authority.AuthorityRotation;
import dev.rolesanywhere.operator.outcome.NamespaceVote;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.registration.ManagedReport;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.operator.rotation.TrustProof;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an AWSTrustAnchor before its status is decided.
 *
 * @param rotation absent where there is no CA that can be rotated
 * @param published absent where no CA is known now
 * @param reported what pods reported of all its roles
 * @param proof what AWS answered to the operator itself about the active CA; absent if it was not asked
 * @param before the status as it stands
 * @param now for what ends
 * @param wayRefused why the settings of its way to AWS may not be used; absent if they may
 * @param wayWarning what of these settings is left out, as a sentence behind another; empty if nothing is
 * @param request what somebody's CA is to sign; absent where the CA is no intermediate
 */
public record TrustAnchorFacts(
        String name,
        List<Registration> registrations,
        AuthorityState authority,
        Optional<AuthorityRotation.Report> rotation,
        Optional<PublishedAuthorities> published,
        Duration leafDuration,
        ManagedReport managed,
        int roles,
        ReportedOutcomes reported,
        Optional<TrustProof> proof,
        @Nullable AWSTrustAnchorStatus before,
        Instant now,
        @Nullable String wayRefused,
        String wayWarning,
        @Nullable String request) {
    /** What the pods of each namespace report about AWS's trust in the CA. */
    NamespaceVote vote() {
        return reported.onTheTrustAnchor();
    }
}
