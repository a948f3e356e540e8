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
 * What is known about an AWSRole before its status is decided.
 *
 * @param anchor absent if there is no such AWSTrustAnchor
 * @param bindings how many AWSRoleBindings refer to it
 * @param bound the ServiceAccounts that they name and that get the role
 * @param pods those of the bound ServiceAccounts
 * @param before the status as it stands
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
     * @param wayRefused why the settings of the role's way to AWS, with this trust anchor's, may not be used; absent if they may
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

    /** Whether this leader knows too little of pods to correct what an earlier one said. */
    boolean knowsNoPods() {
        return !pods.reported().everReported() && !pods.complete();
    }

    /** Whether workloads of several namespaces may use it now. */
    boolean isShared() {
        return bound.stream().map(BoundAccount::namespace).distinct().count() > 1;
    }

    RegistrationChoice choice() {
        return RegistrationChoice.choose(spec, anchor == null ? List.of() : anchor.registrations());
    }
}
