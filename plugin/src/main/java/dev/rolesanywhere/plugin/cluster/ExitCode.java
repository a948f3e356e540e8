package dev.rolesanywhere.plugin.cluster;

/** How a command ends, for CI. */
public enum ExitCode {
    /** Nothing is wrong as far as could be seen. */
    GOOD(0),
    /** At least one fact is bad. */
    BAD(1),
    /** The command was written wrongly, or names something that does not exist. */
    USAGE(2),
    /** The cluster did not answer, or refused what the command needs. */
    CLUSTER(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
