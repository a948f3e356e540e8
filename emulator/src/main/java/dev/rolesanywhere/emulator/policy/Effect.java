package dev.rolesanywhere.emulator.policy;

/** The effect of a matching statement. */
enum Effect {
    ALLOW,
    DENY
}
