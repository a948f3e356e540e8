package dev.rolesanywhere.plugin.cluster;

import dev.rolesanywhere.plugin.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that reads a cluster. */
@SuppressWarnings("NullAway.Init")
public abstract class ClusterCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "Output format: text or json. Default: text.")
    private Format output = Format.text;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Spec
    private CommandSpec spec;

    /** The output format; spelled like the option. */
    enum Format {
        text,
        json
    }

    @Override
    public final Integer call() {
        Terminal terminal = new Terminal(
                spec.commandLine().getOut(),
                spec.commandLine().getColorScheme().ansi().enabled(),
                output == Format.json);
        try (Session session = cluster.open()) {
            return run(session, terminal).code();
        } finally {
            terminal.out().flush();
        }
    }

    protected abstract ExitCode run(Session session, Terminal terminal);
}
