package dev.rolesanywhere.operator.rotation;

/** What the spec wants to be signed with. */
public sealed interface Wanted {
    /** A CA that the operator makes. */
    record Own() implements Wanted {}

    /** The CA of the user's Secret, fit for use now. */
    record Given(Material material) implements Wanted {}

    /** The user's Secret cannot be used; why, and what to do. */
    record Unfit(String message) implements Wanted {}
}
