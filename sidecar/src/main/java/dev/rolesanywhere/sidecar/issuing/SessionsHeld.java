package dev.rolesanywhere.sidecar.issuing;

import java.util.List;

/**
 * Which sessions there are, by the names of their roles, so that time slots go to those that need them.
 *
 * @param held need nothing yet
 * @param ending are due, and have less than a third of their life left
 */
public record SessionsHeld(List<String> held, List<String> ending) {
    public static final SessionsHeld NONE = new SessionsHeld(List.of(), List.of());
}
