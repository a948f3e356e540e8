package dev.rolesanywhere.plugin.anchor;

import picocli.CommandLine.Command;

/** Ends the wait for the proof that AWS trusts the next CA. */
@Command(
        name = "activate",
        description = {
            "Lets the next CA sign, on your word that AWS trusts it.",
            "Needed only where the operator cannot find that out itself (Rotation is NextNotProven)."
        })
public final class ActivateCommand extends WordCommand {
    public ActivateCommand() {
        super(Word.ACTIVATE);
    }
}
