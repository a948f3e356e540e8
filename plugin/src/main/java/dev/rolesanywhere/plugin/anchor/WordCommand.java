package dev.rolesanywhere.plugin.anchor;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.Authority;
import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.PluginException;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.output.Terminal;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets an annotation with an authority's fingerprint. Without --yes, only prints it. */
@SuppressWarnings("NullAway.Init")
abstract sealed class WordCommand extends ClusterCommand permits RotateCommand, ActivateCommand {
    private final Word word;

    @Mixin
    private AnchorArgument anchor;

    @Option(names = "--yes", description = "Apply the change. Without this option, the command only prints it.")
    private boolean yes;

    WordCommand(Word word) {
        this.word = word;
    }

    @Override
    protected final ExitCode run(Session session, Terminal terminal) {
        AWSTrustAnchor found = session.anchor(anchor.name());
        Authority authority = word.about(found)
                .orElseThrow(() -> new PluginException(
                        ExitCode.BAD,
                        "AWSTrustAnchor %s has no CA in state %s. For its conditions run 'kubectl describe awsta %s'."
                                .formatted(anchor.name(), word.state(), anchor.name())));
        if (yes) {
            session.client()
                    .resources(AWSTrustAnchor.class)
                    .withName(anchor.name())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch(authority.fingerprint()));
        }
        if (terminal.json()) {
            terminal.value(new Report(anchor.name(), word.annotation(), authority.fingerprint(), yes));
        } else {
            terminal.line("%s: kubectl annotate awsta %s %s=%s --overwrite"
                    .formatted(yes ? "done" : "would do", anchor.name(), word.annotation(), authority.fingerprint()));
            terminal.line("The CA is %s, valid until %s.".formatted(authority.subject(), authority.notAfter()));
            terminal.line(yes ? word.next(anchor.name()) : "To apply the change, add --yes.");
        }
        return ExitCode.GOOD;
    }

    /** The JSON output. */
    record Report(String trustAnchor, String annotation, String fingerprint, boolean done) {}

    private String patch(String fingerprint) {
        if (!fingerprint.matches("[0-9A-Fa-f:]+")) {
            throw new PluginException(ExitCode.BAD, "The status has a fingerprint that is not hexadecimal.");
        }
        return "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(word.annotation(), fingerprint);
    }
}
