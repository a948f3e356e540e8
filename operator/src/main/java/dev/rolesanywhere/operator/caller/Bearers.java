package dev.rolesanywhere.operator.caller;

import org.jspecify.annotations.Nullable;

/**
 * The tokens of one request.
 *
 * @param caller in the header Authorization; absent where it has none
 * @param agent of the node's agent that sends the request for a pod; absent where the pod itself does
 */
public record Bearers(@Nullable String caller, @Nullable String agent) {
    /** Without the tokens. */
    @Override
    public String toString() {
        return "Bearers";
    }
}
