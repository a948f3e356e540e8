package dev.rolesanywhere.plugin.status;

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
import picocli.CommandLine.Mixin;

/** Checks the path from a pod to its role. */
@Command(
        name = "status",
        description = {
            "Prints the whole path from a pod to its role: ServiceAccount, bindings, sidecar, roles, trust anchors, and AWS's last answer.",
            "The last line says what to do first. Exit code 1 if a check failed."
        })
@SuppressWarnings("NullAway.Init")
public final class StatusCommand extends ClusterCommand {
    @Mixin
    private PodArgument pod;

    private final Clock clock;

    public StatusCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        PodView view = pod.read(session, clock.instant());
        List<Step> steps = PodPath.of(view);
        List<Fact> facts = steps.stream().map(Step::fact).toList();
        Optional<Fact> next = Step.next(steps);
        if (terminal.json()) {
            terminal.value(new Report(view.namespace(), view.name(), facts, next.orElse(null)));
        } else {
            Facts.print(terminal, facts);
            terminal.line("");
            terminal.line(next.map(fact -> "Do this first (%s): %s".formatted(fact.name(), Facts.todo(fact)))
                    .orElse("No problem found."));
        }
        return next.isPresent() ? ExitCode.BAD : ExitCode.GOOD;
    }

    /**
     * The JSON output.
     *
     * @param next the fact to fix first; absent if all are good
     */
    record Report(
            String namespace,
            String pod,
            List<Fact> facts,
            @Nullable Fact next) {}
}
