package dev.rolesanywhere.operator.rotation;

/** Whether AWS trusts a CA. */
public sealed interface TrustProof {
    /** Every used registration accepted a leaf of it. */
    record Trusted() implements TrustProof {}

    /** AWS answered that it does not trust the CA. */
    record NotYet(String message) implements TrustProof {}

    /** AWS answered that the trust anchor does not exist or is disabled, which proves nothing about the CA. */
    record AnchorMissing(String message) implements TrustProof {}

    /** AWS was unreachable, or its answer proves nothing about the CA. */
    record Unknown(String message) implements TrustProof {}
}
