package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.output.Terminal;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the AWS identity of a pod. */
@Command(
        name = "whoami",
        description = {
            "Prints the IAM roles that a pod's clients assume, from the current bindings and annotations.",
            "Does not contact the pod or AWS; for that, run 'aws sts get-caller-identity' in a container."
        })
@SuppressWarnings("NullAway.Init")
public final class WhoAmICommand extends ClusterCommand {
    @Mixin
    private PodArgument pod;

    private final Clock clock;

    public WhoAmICommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        PodView view = pod.read(session, clock.instant());
        List<Identity> identities = Identity.of(view);
        if (terminal.json()) {
            terminal.value(
                    new Report(view.namespace(), view.name(), view.serviceAccount(), view.isInjected(), identities));
            return ExitCode.GOOD;
        }
        terminal.line("Pod %s/%s runs as ServiceAccount %s%s."
                .formatted(
                        view.namespace(),
                        view.name(),
                        view.serviceAccount(),
                        view.isInjected()
                                ? ""
                                : " and is not injected, so it gets no credentials from roles-anywhere-operator"));
        if (identities.isEmpty()) {
            terminal.line("No role is bound to the ServiceAccount.");
        } else {
            terminal.table(
                    List.of("ROLE", "DEFAULT", "PROFILE", "CONTAINERS", "AWS SAID LAST", "ARN"),
                    identities.stream()
                            .map(identity -> List.of(
                                    identity.role(),
                                    identity.isDefault() ? "yes" : "no",
                                    identity.profile(),
                                    identity.containers().isEmpty() ? "-" : String.join(",", identity.containers()),
                                    identity.aws(),
                                    identity.arn().isEmpty() ? "-" : identity.arn()))
                            .toList());
        }
        return ExitCode.GOOD;
    }

    /** The JSON output. */
    record Report(String namespace, String pod, String serviceAccount, boolean injected, List<Identity> identities) {}
}
