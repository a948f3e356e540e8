package dev.rolesanywhere.plugin.anchor;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.PluginException;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The CSR for a company's own CA. */
@Command(
        name = "csr",
        description =
                "Prints the CSR (PEM) of a trust anchor with certificateAuthority.intermediate, for your CA to sign. The CSR contains"
                        + " no private key.")
@SuppressWarnings("NullAway.Init")
public final class CsrCommand extends ClusterCommand {
    @Mixin
    private AnchorArgument anchor;

    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        String request = request(session.anchor(anchor.name()));
        if (terminal.json()) {
            terminal.value(new Report(anchor.name(), request));
        } else {
            terminal.block(request);
        }
        return ExitCode.GOOD;
    }

    /** The CSR of the trust anchor, or the reason why it is missing. */
    static String request(AWSTrustAnchor anchor) {
        String name = anchor.getMetadata().getName();
        if (anchor.getSpec().certificateAuthority().intermediate() == null) {
            throw new PluginException(
                    ExitCode.USAGE,
                    "AWSTrustAnchor %s has no CSR. Only certificateAuthority.intermediate has one, for your own CA to sign."
                            .formatted(name));
        }
        String request = anchor.getStatus() == null ? null : anchor.getStatus().certificateSigningRequest();
        if (request == null || request.isBlank()) {
            throw new PluginException(
                    ExitCode.BAD,
                    "AWSTrustAnchor %s has no CSR yet. For the reason run 'kubectl describe awsta %s'."
                            .formatted(name, name));
        }
        return request;
    }

    /** The JSON output. */
    record Report(String trustAnchor, String certificateSigningRequest) {}
}
