package dev.rolesanywhere.plugin.anchor;

import picocli.CommandLine.Command;

/** Skips the wait for the proof that AWS trusts the next CA. */
@Command(
        name = "activate",
        description = {
            "Makes the next CA sign. Use it only if AWS trusts the next CA.",
            "Needed only if the operator cannot check this itself (Rotation is NextNotProven)."
        })
public final class ActivateCommand extends WordCommand {
    public ActivateCommand() {
        super(Word.ACTIVATE);
    }
}
