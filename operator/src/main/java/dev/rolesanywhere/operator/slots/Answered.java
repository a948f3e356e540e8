package dev.rolesanywhere.operator.slots;

import dev.rolesanywhere.crds.role.RoleCondition;

/** What an answer of AWS says about the quota. */
enum Answered {
    ACCEPTED,
    THROTTLED,
    OTHERWISE;

    static Answered of(RoleCondition.Reason reason) {
        return switch (reason) {
            case Accepted -> ACCEPTED;
            case Throttled -> THROTTLED;
            default -> OTHERWISE;
        };
    }
}
