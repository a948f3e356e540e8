package dev.rolesanywhere.plugin.anchor;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.PluginException;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a company's own CA signs. */
@Command(
        name = "csr",
        description =
                "Prints the CSR (PEM) of a trust anchor with certificateAuthority.intermediate, for your CA to sign. It holds no private key.")
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

    /** The CSR of the anchor, or why it has none. */
    static String request(AWSTrustAnchor anchor) {
        String name = anchor.getMetadata().getName();
        if (anchor.getSpec().certificateAuthority().intermediate() == null) {
            throw new PluginException(
                    ExitCode.USAGE,
                    "AWSTrustAnchor %s has no CSR: only certificateAuthority.intermediate is signed by a CA of yours."
                            .formatted(name));
        }
        String request = anchor.getStatus() == null ? null : anchor.getStatus().certificateSigningRequest();
        if (request == null || request.isBlank()) {
            throw new PluginException(
                    ExitCode.BAD,
                    "AWSTrustAnchor %s has no CSR yet. 'kubectl describe awsta %s' says why.".formatted(name, name));
        }
        return request;
    }

    /** What a machine reads. */
    record Report(String trustAnchor, String certificateSigningRequest) {}
}
