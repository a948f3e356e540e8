package dev.rolesanywhere.e2e.scenario;

/** The way in which a client gets credentials. */
enum Way {
    /** The default delivery, one role. */
    ENDPOINT("clients-endpoint"),
    /** Delivery Files, one role. */
    FILES("clients-files"),
    /** The default delivery, the second of two roles, named by AWS_PROFILE. */
    PROFILE("clients-profile"),
    /** The agent of the node, one role. */
    NODE_AGENT("clients-agent");

    /** The IAM role, its AWSRole, its profile and the scenario's namespace. */
    final String role;

    Way(String role) {
        this.role = role;
    }
}
