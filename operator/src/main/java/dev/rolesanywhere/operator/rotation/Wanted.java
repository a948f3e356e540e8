package dev.rolesanywhere.operator.rotation;

/** What the spec wants to be signed with. */
public sealed interface Wanted {
    /** A CA that the operator makes. */
    record Own() implements Wanted {}

    /** The CA of the user's Secret, fit for use now. */
    record Given(Material material) implements Wanted {}

    /**
     * It cannot be used; why, and what to do.
     *
     * @param source where it would come from, as {@link Material#source} has it
     */
    record Unfit(String source, String message) implements Wanted {}
}
