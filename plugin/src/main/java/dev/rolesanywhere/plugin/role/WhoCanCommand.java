package dev.rolesanywhere.plugin.role;

import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.output.Terminal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Who uses a role, and who may give it away. */
@Command(
        name = "who-can",
        description =
                "Prints whose pods use an AWSRole, and who may give it away (the verb bind), as far as you may read"
                        + " that.")
@SuppressWarnings("NullAway.Init")
public final class WhoCanCommand extends ClusterCommand {
    @Parameters(paramLabel = "ROLE", description = "Name of an AWSRole.")
    private String name;

    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        String role = session.role(name).getMetadata().getName();
        List<User> users = User.of(role, session.bindings().get());
        Seen<List<Binder>> binders = Rbac.binders(session.client(), role);
        if (terminal.json()) {
            terminal.value(new Report(role, users, binders instanceof Seen.Known<List<Binder>>(var all) ? all : null));
            return ExitCode.GOOD;
        }
        if (users.isEmpty()) {
            terminal.line("No AWSRoleBinding gives AWSRole %s to anybody.".formatted(role));
        } else {
            terminal.table(
                    List.of("NAMESPACE", "SERVICEACCOUNT", "BINDING", "STATE"),
                    users.stream()
                            .map(user -> List.of(user.namespace(), user.serviceAccount(), user.binding(), user.state()))
                            .toList());
        }
        terminal.line("");
        switch (binders) {
            case Seen.Hidden<List<Binder>>(String why) ->
                terminal.line("Who may give it away is not shown: %s.".formatted(why));
            case Seen.Known<List<Binder>>(List<Binder> all)
            when all.isEmpty() -> terminal.line("RBAC lets nobody give it away.");
            case Seen.Known<List<Binder>>(List<Binder> all) -> {
                terminal.line("May give it away, by RBAC:");
                terminal.table(
                        List.of("WHO", "WHERE", "BY"),
                        all.stream()
                                .map(binder -> List.of(binder.who(), binder.where(), binder.by()))
                                .toList());
            }
        }
        return ExitCode.GOOD;
    }

    /**
     * What a machine reads.
     *
     * @param mayBind absent where the user may not read it
     */
    record Report(String role, List<User> users, @Nullable List<Binder> mayBind) {}
}
