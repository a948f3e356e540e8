package dev.rolesanywhere.operator.caller;

import org.jspecify.annotations.Nullable;

/**
 * The tokens of one request.
 *
 * @param caller from the header Authorization; absent without this header
 * @param agent of the node's agent that sends the request for a pod; absent if the pod itself sends it
 */
public record Bearers(@Nullable String caller, @Nullable String agent) {
    /** Without the tokens. */
    @Override
    public String toString() {
        return "Bearers";
    }
}
