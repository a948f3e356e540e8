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
 * The facts for the status of an AWSTrustAnchor.
 *
 * @param rotation absent without a CA that can be rotated
 * @param published absent if no CA is known now
 * @param reported the reports of all its roles' pods
 * @param proof AWS's answer to the operator itself about the active CA; absent without a call
 * @param before the present status
 * @param now for expirations
 * @param wayRefused why its egress settings are not allowed; absent if they are
 * @param wayWarning a sentence about ignored parts of these settings; empty if there are none
 * @param request the certificate request for another CA; absent unless the CA is an intermediate
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
