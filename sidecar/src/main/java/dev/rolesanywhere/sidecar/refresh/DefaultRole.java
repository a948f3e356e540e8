package dev.rolesanywhere.sidecar.refresh;

import org.jspecify.annotations.Nullable;

/**
 * Whose credentials the default path has. Applications act on it without naming a role, so it stays with the role that it had first: not
 * when that one is refused, taken away or has expired does another take its place, but only when the issuer serves both and says that the
 * other one is the default now. For one thread.
 */
final class DefaultRole {
    private @Nullable String role;
    private boolean used;

    /** What a sidecar before this one had; null where it had none. */
    void restore(@Nullable String before) {
        role = before;
        used = before != null;
    }

    @Nullable
    String role() {
        return role;
    }

    /** Whether the default path has had credentials of the role, so that applications may rely on it. */
    boolean isUsed() {
        return used;
    }

    boolean is(String other) {
        return other.equals(role);
    }

    /**
     * @param next the issuer's default; null where it says none
     * @param nextServed whether there are credentials of that one
     * @param issued whether the issuer serves the present one as well, so that somebody chose between the two
     * @param served whether there are credentials of the present one
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
