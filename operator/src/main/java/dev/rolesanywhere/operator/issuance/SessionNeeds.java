package dev.rolesanywhere.operator.issuance;

import java.util.Set;

/**
 * What a caller reports about its sessions, by role. Only time slots depend on it: the caller could call AWS without a
 * slot anyway, and a role that it calls ending has the priority of a starting pod.
 *
 * @param held need no slot, because the caller does not call AWS for them now
 * @param ending have less than a third of their lifetime left
 */
public record SessionNeeds(Set<String> held, Set<String> ending) {
    public static final SessionNeeds UNKNOWN = new SessionNeeds(Set.of(), Set.of());

    public SessionNeeds {
        held = Set.copyOf(held);
        ending = Set.copyOf(ending);
    }
}
