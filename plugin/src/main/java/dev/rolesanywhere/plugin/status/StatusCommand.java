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

/** The path of a pod to its role. */
@Command(
        name = "status",
        description = {
            "Prints a pod's whole path to its role: ServiceAccount, bindings, sidecar, roles, trust anchors, and what"
                    + " AWS said.",
            "The last line is the one thing to do. Exit code 1 where anything is bad."
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
                    .orElse("Nothing is wrong as far as could be seen."));
        }
        return next.isPresent() ? ExitCode.BAD : ExitCode.GOOD;
    }

    /**
     * What a machine reads.
     *
     * @param next the fact to begin with; absent where none is bad
     */
    record Report(
            String namespace,
            String pod,
            List<Fact> facts,
            @Nullable Fact next) {}
}
