package dev.rolesanywhere.operator.rotation;

/** The CA that the spec requests. */
public sealed interface DesiredAuthority {
    /** A CA that the operator creates. */
    record Own() implements DesiredAuthority {}

    /** The CA of the user's Secret, usable now. */
    record Given(KeyMaterial material) implements DesiredAuthority {}

    /**
     * The CA is unusable; why, and what to do.
     *
     * @param source its source, see {@link KeyMaterial#source}
     */
    record Unfit(String source, String message) implements DesiredAuthority {}
}
