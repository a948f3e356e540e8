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

/** Lists the users of a role, and the users that may bind it. */
@Command(
        name = "who-can",
        description =
                "Prints the ServiceAccounts that use an AWSRole, and the users that may bind it (verb bind), as far as you may read them.")
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
            terminal.line("AWSRole %s has no AWSRoleBinding.".formatted(role));
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
                terminal.line("The users that may bind the role are not shown: %s.".formatted(why));
            case Seen.Known<List<Binder>>(List<Binder> all)
            when all.isEmpty() -> terminal.line("No RBAC rule allows binding the role.");
            case Seen.Known<List<Binder>>(List<Binder> all) -> {
                terminal.line("Allowed to bind the role, by RBAC:");
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
     * The JSON output.
     *
     * @param mayBind absent if the user may not read RBAC
     */
    record Report(String role, List<User> users, @Nullable List<Binder> mayBind) {}
}
