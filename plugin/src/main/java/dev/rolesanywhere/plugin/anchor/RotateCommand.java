package dev.rolesanywhere.plugin.anchor;

import picocli.CommandLine.Command;

/** Begins a rotation. */
@Command(name = "rotate", description = "Starts a rotation: the operator creates the next CA of a trust anchor now.")
public final class RotateCommand extends WordCommand {
    public RotateCommand() {
        super(Word.ROTATE);
    }
}
