package dev.rolesanywhere.plugin.cluster;

/** Exit codes of the commands. */
public enum ExitCode {
    /** No problem found. */
    GOOD(0),
    /** At least one fact is bad. */
    BAD(1),
    /** The command line is invalid, or names an object that does not exist. */
    USAGE(2),
    /** The cluster did not answer, or denied a required permission. */
    CLUSTER(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
