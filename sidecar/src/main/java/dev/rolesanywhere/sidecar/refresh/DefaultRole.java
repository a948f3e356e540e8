package dev.rolesanywhere.sidecar.refresh;

import org.jspecify.annotations.Nullable;

/**
 * The role whose credentials the default path serves. Applications use the path without naming a role, so it keeps its
 * first role. A refusal, a removal or an expiration of this role does not change it. It changes only when the issuer
 * serves both roles and names the other one as the default. For one thread.
 */
final class DefaultRole {
    private @Nullable String role;
    private boolean used;

    /** The default role of the previous sidecar; null if it had none. */
    void restore(@Nullable String before) {
        role = before;
        used = before != null;
    }

    @Nullable
    String role() {
        return role;
    }

    /** Whether the default path has served credentials of the role, so that applications may rely on it. */
    boolean isUsed() {
        return used;
    }

    boolean is(String other) {
        return other.equals(role);
    }

    /**
     * @param next the issuer's default; null if it names none
     * @param nextServed whether that role has credentials
     * @param issued whether the issuer also serves the present default, so that the bindings choose between the two
     * @param served whether the present default has credentials
     */
    void settle(@Nullable String next, boolean nextServed, boolean issued, boolean served) {
        used |= role != null && served;
        if (!used) {
            role = next;
            used = next != null && nextServed;
        } else if (next != null && issued && (nextServed || !served)) {
            role = next;
        }
    }
}
