package dev.rolesanywhere.operator.rotation;

/** What is known of AWS's trust in a CA. */
public sealed interface TrustProof {
    /** Every registration that any role uses took a leaf of it. */
    record Trusted() implements TrustProof {}

    /** AWS answered that it does not know it. */
    record NotYet(String message) implements TrustProof {}

    /** AWS answered that the trust anchor does not exist or is disabled, which says nothing about the CA. */
    record AnchorMissing(String message) implements TrustProof {}

    /** AWS could not be asked, or its answer says nothing about the CA. */
    record Unknown(String message) implements TrustProof {}
}
