package dev.rolesanywhere.plugin.role;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.PluginException;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.output.Terminal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the IAM trust policy of a role. */
@Command(
        name = "trust-policy",
        description = "Prints the trust policy that the IAM role needs, for 'aws iam update-assume-role-policy'.")
@SuppressWarnings("NullAway.Init")
public final class TrustPolicyCommand extends ClusterCommand {
    @Parameters(paramLabel = "ROLE", description = "Name of an AWSRole.")
    private String name;

    @ArgGroup
    private @Nullable Which which;

    /** For a role with spec.targetRole. */
    static final class Which {
        @Option(names = "--target", description = "The trust policy of the target role instead.")
        private boolean target;

        @Option(
                names = "--first",
                description =
                        "The policy that lets the IAM role assume the target role instead, for 'aws iam put-role-policy'.")
        private boolean first;
    }

    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        AWSRole role = session.role(name);
        Report report = which == null ? ofTheRole(role) : ofTheTarget(role, which.first);
        if (terminal.json()) {
            terminal.value(report);
        } else {
            terminal.block(report.trustPolicy());
        }
        return ExitCode.GOOD;
    }

    private Report ofTheRole(AWSRole role) {
        String policy =
                status(role).map(AWSRoleStatus::trustPolicy).orElseThrow(() -> notYet("has no trust policy yet"));
        return new Report(name, role.getSpec().roleARN(), policy);
    }

    private Report ofTheTarget(AWSRole role, boolean first) {
        TargetRole target = role.getSpec().targetRole();
        if (target == null) {
            throw new PluginException(
                    ExitCode.BAD, "AWSRole %s has no spec.targetRole. Leave --target and --first out.".formatted(name));
        }
        String policy = status(role)
                .map(AWSRoleStatus::targetRole)
                .flatMap(status -> Optional.ofNullable(first ? status.firstRolePolicy() : status.trustPolicy()))
                .orElseThrow(() -> notYet("has no policy of its target role yet"));
        return new Report(name, first ? role.getSpec().roleARN() : target.roleARN(), policy);
    }

    private static Optional<AWSRoleStatus> status(AWSRole role) {
        return Optional.ofNullable(role.getStatus());
    }

    private PluginException notYet(String what) {
        return new PluginException(
                ExitCode.BAD,
                "AWSRole %s %s: its trust anchor is not ready, or has no registration for its account. For the cause run 'kubectl describe awsr %s'."
                        .formatted(name, what, name));
    }

    /** The JSON output. */
    record Report(String role, String roleARN, String trustPolicy) {}
}
