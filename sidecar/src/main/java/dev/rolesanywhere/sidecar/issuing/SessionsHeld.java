package dev.rolesanywhere.sidecar.issuing;

import java.util.List;

/**
 * The present sessions, by the names of their roles, so that time slots are assigned where they are needed.
 *
 * @param held need no call yet
 * @param ending are due, with less than a third of their lifetime left
 */
public record SessionsHeld(List<String> held, List<String> ending) {
    public static final SessionsHeld NONE = new SessionsHeld(List.of(), List.of());
}
