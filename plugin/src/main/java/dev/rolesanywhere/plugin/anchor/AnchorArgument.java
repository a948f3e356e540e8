package dev.rolesanywhere.plugin.anchor;

import picocli.CommandLine.Parameters;

/** The trust anchor of a command. */
final class AnchorArgument {
    @Parameters(paramLabel = "ANCHOR", arity = "0..1", description = "Name of an AWSTrustAnchor. Default: default.")
    private String name = "default";

    String name() {
        return name;
    }
}
