package dev.rolesanywhere.operator.role;

import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.trustanchor.Registration;
import dev.rolesanywhere.operator.outcome.Hearsay;
import dev.rolesanywhere.operator.role.TrustPolicy.BoundAccount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an AWSRole before its status is decided.
 *
 * @param anchor absent if there is no such AWSTrustAnchor
 * @param bindings how many AWSRoleBindings refer to it
 * @param bound the ServiceAccounts that they name
 * @param before the status as it stands
 */
public record RoleFacts(
        String name,
        AWSRoleSpec spec,
        @Nullable Anchor anchor,
        int bindings,
        List<BoundAccount> bound,
        Hearsay heard,
        @Nullable AWSRoleStatus before) {

    /** @param notReady why it cannot issue; absent if it can */
    public record Anchor(
            String trustDomain,
            List<Registration> registrations,
            @Nullable String notReady) {}

    RegistrationChoice choice() {
        return RegistrationChoice.choose(spec, anchor == null ? List.of() : anchor.registrations());
    }
}
