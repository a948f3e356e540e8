package dev.rolesanywhere.pki.issuance;

/** What a policy, or a chain of them, says about a request. */
public sealed interface Decision {
    Decision ACCEPTED = new Accepted();

    record Accepted() implements Decision {}

    /**
     * The answer is no.
     *
     * @param reason stable, for machines
     * @param message what is wrong and what to do, for people; no secrets
     */
    record Refused(IssuingReason reason, String message) implements Decision {}

    /** Refuses with a message, or accepts. */
    static Decision refuseIf(boolean refused, IssuingReason reason, String message) {
        return refused ? new Refused(reason, message) : ACCEPTED;
    }
}
