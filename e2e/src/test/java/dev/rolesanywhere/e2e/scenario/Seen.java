package dev.rolesanywhere.e2e.scenario;

/** What becomes of a client. */
enum Seen {
    /** It calls with the credentials, and goes on with new ones. */
    RENEWS,
    /** It finds no credentials, since it knows nothing of this way. */
    FINDS_NONE,
    /** It does not see which role it was given, and is the pod's default role. */
    IS_DEFAULT_ROLE
}
