package dev.rolesanywhere.operator.role;

import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.trustanchor.External;
import dev.rolesanywhere.crds.trustanchor.Registration;
import dev.rolesanywhere.operator.registration.RegistrationChoice;
import dev.rolesanywhere.operator.role.TrustPolicy.BoundAccount;
import dev.rolesanywhere.operator.workload.PodHealthReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts for the status of an AWSRole.
 *
 * @param anchor absent if the AWSTrustAnchor does not exist
 * @param bindings number of AWSRoleBindings that refer to it
 * @param bound the ServiceAccounts in these bindings that get the role
 * @param pods of the bound ServiceAccounts
 * @param before the present status
 */
public record RoleFacts(
        String name,
        AWSRoleSpec spec,
        @Nullable Anchor anchor,
        int bindings,
        List<BoundAccount> bound,
        PodHealthReport pods,
        @Nullable AWSRoleStatus before) {

    /**
     * @param notReady why it cannot issue; absent if it can
     * @param wayRefused why the merged egress settings are invalid; absent if valid
     * @param external set where another component issues the certificates
     */
    public record Anchor(
            String trustDomain,
            List<Registration> registrations,
            @Nullable String notReady,
            @Nullable String wayRefused,
            @Nullable External external) {
        public Anchor(String trustDomain, List<Registration> registrations, @Nullable String notReady) {
            this(trustDomain, registrations, notReady, null, null);
        }
    }

    /** Whether this leader has too few reports to correct an earlier leader's result. */
    boolean knowsNoPods() {
        return !pods.reported().everReported() && !pods.complete();
    }

    /** Whether workloads of several namespaces may use the role now. */
    boolean isShared() {
        return bound.stream().map(BoundAccount::namespace).distinct().count() > 1;
    }

    RegistrationChoice choice() {
        return RegistrationChoice.choose(spec, anchor == null ? List.of() : anchor.registrations());
    }
}
