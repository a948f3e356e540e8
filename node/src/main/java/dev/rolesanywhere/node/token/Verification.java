package dev.rolesanywhere.node.token;

import java.time.Instant;

/** The result of a verification. */
public sealed interface Verification {
    /** The API server has issued the token to this pod of this node. */
    record Verified(PodIdentity pod, Instant issuedAt, Instant expiry) implements Verification {}

    /**
     * The token proves nothing.
     *
     * @param code a constant, for clients and the metric
     * @param message the defect of the token and the correction
     */
    record Rejected(String code, String message) implements Verification {}

    /** The agent has no key with this ID. The API server may have a newer key. */
    record UnknownKey() implements Verification {}
}
