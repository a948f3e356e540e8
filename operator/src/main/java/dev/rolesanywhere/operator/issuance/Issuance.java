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
 * What a pod gets: a leaf for each role that is served, and for the others why not.
 *
 * @param dryRuns names of the bindings that name the pod's ServiceAccount and authorize nothing
 */
public record Issuance(List<IssuedRole> roles, List<RefusedRole> refused, List<String> dryRuns) {
    public Issuance {
        roles = List.copyOf(roles);
        refused = List.copyOf(refused);
        dryRuns = List.copyOf(dryRuns);
    }

    /**
     * @param profile name of the AWS profile in the pod
     * @param isDefault whether these are the pod's default credentials; of one role at most
     * @param sessionDuration absent where the profile's is taken
     * @param proof what the pod proves to AWS with
     * @param slot when to call AWS
     * @param roleSessionName absent where AWS names the session after the certificate
     * @param instanceProperties what CloudTrail shall say of the caller
     * @param target absent where the role's own session is served
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
     * @param sessionName what STS calls the session
     */
    public record ChainedRole(TargetRole settings, Duration duration, String sessionName) {}

    /** What a pod proves to AWS with that it may have a role. */
    public sealed interface Proof {
        /** When the operator's permission ends. */
        Instant until();

        /** @param chain the leaf's issuer first, without the trust anchor */
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
         * @param spiffeId which the leaf has to name
         */
        record Files(External external, String trustAnchor, String spiffeId, Instant until) implements Proof {}
    }

    /**
     * @param isDefault whether this role would have been the pod's default credentials: nothing takes its place
     * @param retryAfter set where the role will be served, and only its turn or its certificate is not there yet
     * @param names set where the pod is to ask under these names
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
