package dev.rolesanywhere.operator.rotation;

/** The next step of a rotation. Every step except {@link Stay} and {@link AskAws} is one write of the Secret. */
public sealed interface RotationStep {
    /** No write; with the reason. */
    record Stay(Phase phase, String detail) implements RotationStep {}

    /** The next CA is ready, and AWS may trust it by now. */
    record AskAws() implements RotationStep {}

    /** Create the next CA. */
    record MakeNext() implements RotationStep {}

    /** Write these generations. */
    record Become(Generations generations) implements RotationStep {}

    /** The state of a rotation; names are the reasons of the condition {@code Rotation}. */
    enum Phase {
        Settled,
        Renewed,
        NextAwaitsTrust,
        NextNotProven,
        NextTrusted,
        NextUnfit,
        OldRetiring,
        WaitsForRetirement,
        SourceUnfit
    }
}
