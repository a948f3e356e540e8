package dev.rolesanywhere.operator.rotation;

/** What the spec wants to be signed with. */
public sealed interface DesiredAuthority {
    /** A CA that the operator makes. */
    record Own() implements DesiredAuthority {}

    /** The CA of the user's Secret, fit for use now. */
    record Given(KeyMaterial material) implements DesiredAuthority {}

    /**
     * It cannot be used; why, and what to do.
     *
     * @param source where it would come from, as {@link KeyMaterial#source} has it
     */
    record Unfit(String source, String message) implements DesiredAuthority {}
}
