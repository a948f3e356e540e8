package dev.rolesanywhere.plugin.role;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.PluginException;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the IAM trust policy of a role. */
@Command(
        name = "trust-policy",
        description = "Prints the trust policy that the IAM role needs, for 'aws iam update-assume-role-policy'.")
@SuppressWarnings("NullAway.Init")
public final class TrustPolicyCommand extends ClusterCommand {
    @Parameters(paramLabel = "ROLE", description = "Name of an AWSRole.")
    private String name;

    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        AWSRole role = session.role(name);
        String policy = role.getStatus() == null ? null : role.getStatus().trustPolicy();
        if (policy == null) {
            throw new PluginException(
                    ExitCode.BAD,
                    "AWSRole %s has no trust policy yet: its trust anchor is not ready, or has no registration for its account. For the cause run 'kubectl describe awsr %s'."
                            .formatted(name, name));
        }
        if (terminal.json()) {
            terminal.value(new Report(name, role.getSpec().roleARN(), policy));
        } else {
            terminal.block(policy);
        }
        return ExitCode.GOOD;
    }

    /** The JSON output. */
    record Report(String role, String roleARN, String trustPolicy) {}
}
