package dev.rolesanywhere.plugin.anchor;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.PluginException;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The Terraform code of a trust anchor. */
@Command(
        name = "terraform",
        description =
                "Prints a main.tf for the module in terraform/: the trust anchor's CA and its roles. The file contains no key.")
@SuppressWarnings("NullAway.Init")
public final class TerraformCommand extends ClusterCommand {
    @Mixin
    private AnchorArgument anchor;

    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        AWSTrustAnchor found = session.anchor(anchor.name());
        String bundle = found.getStatus() == null ? null : found.getStatus().caBundle();
        if (bundle == null || bundle.isBlank()) {
            throw new PluginException(
                    ExitCode.BAD,
                    "AWSTrustAnchor %s has no CA yet. For the reason run 'kubectl describe awsta %s'."
                            .formatted(anchor.name(), anchor.name()));
        }
        String module = TerraformModule.of(found, bundle, session.roles().get());
        if (terminal.json()) {
            terminal.value(new Report(module));
        } else {
            terminal.block(module);
        }
        return ExitCode.GOOD;
    }

    /** The JSON output. */
    record Report(String mainTf) {}
}
