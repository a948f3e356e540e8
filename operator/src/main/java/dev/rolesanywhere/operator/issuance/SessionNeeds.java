package dev.rolesanywhere.operator.issuance;

import java.util.Set;

/**
 * What a caller says of its sessions, by role. Nothing but time slots depends on it: it may call AWS without one as it is, and a role that it calls ending comes
 * before renewals, where a pod that starts stands as well.
 *
 * @param held need no slot, since AWS is not called for them now
 * @param ending have less than a third of their life left
 */
public record SessionNeeds(Set<String> held, Set<String> ending) {
    public static final SessionNeeds UNKNOWN = new SessionNeeds(Set.of(), Set.of());

    public SessionNeeds {
        held = Set.copyOf(held);
        ending = Set.copyOf(ending);
    }
}
