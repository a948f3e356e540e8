package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Facts;
import dev.rolesanywhere.plugin.output.Terminal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks an installation. */
@Command(
        name = "check",
        description = {
            "Prints one check per line: passed (✓), failed (✗, with what to do), or unknown (?).",
            "Exit code 1 if at least one check failed."
        })
public final class CheckCommand extends ClusterCommand {
    private static final String DEFAULT_NAMESPACE = "roles-anywhere";

    private final Clock clock;

    @Option(names = "--pre", description = "Check the requirements of the chart before the installation.")
    private boolean pre;

    @Option(
            names = "--operator-namespace",
            paramLabel = "NAMESPACE",
            description =
                    "Namespace of the operator. Default: the namespace of the registered webhook, else roles-anywhere.")
    private @Nullable String operatorNamespace;

    @Option(
            names = "--release-name",
            paramLabel = "NAME",
            description =
                    "Prefix of the chart's object names, for users who may not read webhook configurations. Default: roles-anywhere-operator.")
    private String name = "roles-anywhere-operator";

    public CheckCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        Survey survey = new Survey(session, clock.instant());
        List<Fact> facts = pre
                ? survey.before(operatorNamespace == null ? DEFAULT_NAMESPACE : operatorNamespace)
                : survey.all(Optional.ofNullable(operatorNamespace).map(given -> new Installation(name, given, "")));
        if (terminal.json()) {
            terminal.value(new Report(facts));
        } else {
            Facts.print(terminal, facts);
            terminal.line("");
            terminal.line(summary(facts));
        }
        return Facts.anyBad(facts) ? ExitCode.BAD : ExitCode.GOOD;
    }

    /** The JSON output. */
    record Report(List<Fact> facts) {}

    private static String summary(List<Fact> facts) {
        long bad = facts.stream().filter(Fact::isBad).count();
        return bad == 0
                ? "No problem found."
                : "%d of %d checks failed. Fix the first one first.".formatted(bad, facts.size());
    }
}
