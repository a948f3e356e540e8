package dev.rolesanywhere.pki.issuance;

/** The result of a policy, or of a chain of policies, for a request. */
public sealed interface Decision {
    Decision ACCEPTED = new Accepted();

    record Accepted() implements Decision {}

    /**
     * The request is rejected.
     *
     * @param reason stable, for machines
     * @param message the problem and the correction, for users; no secrets
     */
    record Refused(IssuingReason reason, String message) implements Decision {}

    /** Rejects with a message, or accepts. */
    static Decision refuseIf(boolean refused, IssuingReason reason, String message) {
        return refused ? new Refused(reason, message) : ACCEPTED;
    }
}
