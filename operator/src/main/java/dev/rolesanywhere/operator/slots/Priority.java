package dev.rolesanywhere.operator.slots;

/** What a call to AWS is for. */
enum Priority {
    /** A pod without credentials, or about to be: its application waits. */
    START,
    /** The session in use lasts for long yet. */
    RENEWAL
}
