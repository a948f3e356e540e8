package dev.rolesanywhere.plugin.cluster;

/** An error that stops the command, with what to do. */
public final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ExitCode exit;

    public PluginException(ExitCode exit, String message) {
        super(message);
        this.exit = exit;
    }

    public ExitCode exit() {
        return exit;
    }
}
