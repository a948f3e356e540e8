package dev.rolesanywhere.operator.issuance;

import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.operator.registration.RegistrationChoice;
import dev.rolesanywhere.operator.slots.Slot;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.leaf.LeafNames;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a pod's request: a leaf for each served role, and a reason for each refused role.
 *
 * @param dryRuns names of dry-run bindings for the pod's ServiceAccount, which authorize nothing
 */
public record Issuance(List<IssuedRole> roles, List<RefusedRole> refused, List<String> dryRuns) {
    public Issuance {
        roles = List.copyOf(roles);
        refused = List.copyOf(refused);
        dryRuns = List.copyOf(dryRuns);
    }

    /**
     * @param profile name of the AWS profile in the pod
     * @param isDefault whether these are the pod's default credentials; true for at most one role
     * @param sessionDuration absent if the profile's duration applies
     * @param proof the pod's proof for AWS
     * @param slot when to call AWS
     * @param roleSessionName absent if AWS names the session after the certificate
     * @param instanceProperties what CloudTrail shows about the caller
     * @param target absent if the role's own session is served
     */
    public record IssuedRole(
            String name,
            String profile,
            boolean isDefault,
            String roleARN,
            RegistrationChoice.Served registration,
            @Nullable Duration sessionDuration,
            Proof proof,
            Slot slot,
            AWSAccess egress,
            @Nullable String roleSessionName,
            Map<String, String> instanceProperties,
            @Nullable ChainedRole target) {}

    /**
     * The role that the pod's session assumes.
     *
     * @param sessionName name of the session at STS
     */
    public record ChainedRole(TargetRole settings, Duration duration, String sessionName) {}

    /** A pod's proof for AWS that it may have a role. */
    public sealed interface Proof {
        /** When the operator's permission ends. */
        Instant until();

        /** @param chain begins with the leaf's issuer, without the trust anchor */
        record Leaf(X509Certificate certificate, List<X509Certificate> chain) implements Proof {
            public Leaf {
                chain = List.copyOf(chain);
            }

            @Override
            public Instant until() {
                return certificate.getNotAfter().toInstant();
            }
        }

        /**
         * Another component keeps leaf and key in files of the pod.
         *
         * @param trustAnchor name of the AWSTrustAnchor
         * @param spiffeId the required SPIFFE ID of the leaf
         */
        record Files(External external, String trustAnchor, String spiffeId, Instant until) implements Proof {}
    }

    /**
     * @param isDefault whether this role would have been the pod's default credentials; no other role replaces it
     * @param retryAfter set if only the role's time slot or its certificate is not ready yet
     * @param names set if the pod must send a request with these names
     */
    public record RefusedRole(
            String role,
            boolean isDefault,
            IssuingReason reason,
            String message,
            @Nullable Duration retryAfter,
            @Nullable LeafNames names) {
        RefusedRole(String role, boolean isDefault, IssuingReason reason, String message) {
            this(role, isDefault, reason, message, null, null);
        }
    }
}
