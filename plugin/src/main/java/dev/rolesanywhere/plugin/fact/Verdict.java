package dev.rolesanywhere.plugin.fact;

import dev.rolesanywhere.plugin.output.Terminal.Color;

/** The result of a fact. */
public enum Verdict {
    Good("✓", Color.GREEN),
    Bad("✗", Color.RED),
    /** Could not be checked, or is not decided yet. */
    Unknown("?", Color.YELLOW);

    private final String mark;
    private final Color color;

    Verdict(String mark, Color color) {
        this.mark = mark;
        this.color = color;
    }

    String mark() {
        return mark;
    }

    Color color() {
        return color;
    }
}
