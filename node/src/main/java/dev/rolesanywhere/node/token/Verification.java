package dev.rolesanywhere.node.token;

import java.time.Instant;

/** What a token proves. */
public sealed interface Verification {
    /** The API server has made it for this pod of this node. */
    record Verified(PodIdentity pod, Instant issuedAt, Instant expiry) implements Verification {}

    /**
     * It proves nothing.
     *
     * @param code a constant, for clients and the metric
     * @param message what is wrong with the token, and what to do
     */
    record Rejected(String code, String message) implements Verification {}

    /** No key of this id is known here. The API server may have a newer one. */
    record UnknownKey() implements Verification {}
}
