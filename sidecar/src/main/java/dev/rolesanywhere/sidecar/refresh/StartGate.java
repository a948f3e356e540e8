package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import org.jspecify.annotations.Nullable;

/** Whether the pod's containers may start. Pure. */
final class StartGate {
    private StartGate() {}

    /**
     * Why they may not start yet; null if they may.
     *
     * @param last the issuer's last answer; null before the first
     * @param defaultState the default role's; null if no role is the default
     * @param unanswered a role for which AWS was not called yet; null if there is none, or if the containers have
     *     started before. After AWS's answer the containers may start in each case. Before it, an SDK that finds no
     *     credentials in a profile may use the default role until it stops
     * @param failure why the issuer gave no answer, or why the volume rejects files; null if there is no failure
     */
    static @Nullable String notStartedBecause(
            boolean gateStart,
            boolean defaultHasCredentials,
            @Nullable Issued last,
            @Nullable RoleState defaultState,
            @Nullable String unanswered,
            @Nullable String failure) {
        if (!gateStart) {
            return null;
        }
        String waitingForAll = unanswered == null ? null : "waiting for AWS's answer for role " + unanswered;
        if (defaultHasCredentials) {
            return waitingForAll;
        }
        if (last == null) {
            return failure == null ? "waiting for a certificate from the operator" : failure;
        }
        if (defaultState != null) {
            String waiting = failure == null ? "waiting for credentials from AWS" : failure;
            return defaultState.problem() == null ? waiting : defaultState.problem();
        }
        for (RefusedRole refused : last.refused()) {
            if (refused.isDefault()) {
                return "role " + refused.role() + " is not served: " + refused.reason() + ": " + refused.message();
            }
        }
        return waitingForAll;
    }
}
