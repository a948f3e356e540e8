package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonWriter;

/**
 * A role that there are credentials for, so that the issuer can let pods without any go first.
 *
 * @param secondsLeft how long they last
 * @param due whether AWS is called for it next
 */
public record HeldRole(String role, long secondsLeft, boolean due) {
    JsonWriter json() {
        return new JsonWriter().member("role", role).member("leftSeconds", secondsLeft).member("due", due);
    }
}
