package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.log.JsonLog;
import org.jspecify.annotations.Nullable;

/**
 * Logs when the default path changes to another role, and when it keeps a role that is no longer the default of the
 * bindings.
 */
final class DefaultChanges {
    private static final String SUBJECT = "default";

    private final RoleStates roles;
    private final JsonLog log;
    private final Transitions transitions;
    private @Nullable String before;

    DefaultChanges(RoleStates roles, JsonLog log, Transitions transitions) {
        this.roles = roles;
        this.log = log;
        this.transitions = transitions;
    }

    /** Records the default at the start, which is not a change. */
    void begin() {
        before = roles.defaultRole();
    }

    void tell() {
        String now = roles.defaultRole();
        if (before != null && now != null && !now.equals(before)) {
            log.info(
                    "DefaultChanged",
                    now,
                    "this role is now the pod's default, because the AWSRoleBindings changed; before it was role "
                            + before);
        }
        before = now;
        String waiting = roles.defaultInWaiting();
        if (waiting == null) {
            transitions.over(SUBJECT);
        } else {
            transitions.problem(
                    SUBJECT,
                    "DefaultKept",
                    now,
                    "the operator no longer serves this role, and its default is now role " + waiting
                            + "; the default credentials of a running pod never change to another role in this case",
                    "Recreate the pod to give it the new default.");
        }
    }
}
