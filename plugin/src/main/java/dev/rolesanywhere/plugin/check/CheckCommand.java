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

    @Option(
            names = "--tolerate-objects",
            description =
                    "Print problems of trust anchors, roles and bindings, but do not count them for the exit code. 'helm test' uses this option.")
    private boolean tolerateObjects;

    public CheckCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        Survey survey = new Survey(session, clock.instant());
        Findings findings = pre
                ? Findings.ofInstallation(
                        survey.before(operatorNamespace == null ? DEFAULT_NAMESPACE : operatorNamespace))
                : new Findings(
                        survey.installation(
                                Optional.ofNullable(operatorNamespace).map(given -> new Installation(name, given, ""))),
                        survey.objects());
        if (terminal.json()) {
            terminal.value(new Report(findings.all()));
        } else {
            Facts.print(terminal, findings.all());
            terminal.line("");
            terminal.line(findings.summary(tolerateObjects));
        }
        return findings.fail(tolerateObjects) ? ExitCode.BAD : ExitCode.GOOD;
    }

    /** The JSON output. */
    record Report(List<Fact> facts) {}
}
