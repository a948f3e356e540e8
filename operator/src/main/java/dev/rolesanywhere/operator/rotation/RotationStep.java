package dev.rolesanywhere.operator.rotation;

/** What a rotation has to do now. Every step but {@link Stay} and {@link AskAws} is one write of the Secret. */
public sealed interface RotationStep {
    /** Nothing is to be written: why. */
    record Stay(Phase phase, String detail) implements RotationStep {}

    /** Next is ready, and AWS may know it by now. */
    record AskAws() implements RotationStep {}

    /** Make a CA that will be the next one. */
    record MakeNext() implements RotationStep {}

    /** These are the generations from now on. */
    record Become(Generations generations) implements RotationStep {}

    /** Where a rotation stands; names are the reasons of the condition {@code Rotation}. */
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
