package dev.rolesanywhere.e2e.scenario;

/** The expected result of a client. */
enum Seen {
    /** It calls with the credentials, and later with new ones. */
    RENEWS,
    /** It finds no credentials, because it does not support this delivery. */
    FINDS_NONE,
    /** It does not see its role, and uses the pod's default role. */
    IS_DEFAULT_ROLE
}
