package dev.rolesanywhere.emulator.policy;

/** What a statement does where it applies. */
enum Effect {
    ALLOW,
    DENY
}
