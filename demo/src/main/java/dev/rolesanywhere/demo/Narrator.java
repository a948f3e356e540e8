package dev.rolesanywhere.demo;

import java.io.PrintStream;

/** What the demo prints: numbered steps, and below each what the parts really said. */
public final class Narrator {
    private final PrintStream out;
    private int step;

    public Narrator(PrintStream out) {
        this.out = out;
    }

    public void step(String title) {
        out.printf("%n%d. %s%n", ++step, title);
    }

    public void show(String text) {
        text.strip().lines().forEach(line -> out.println("     " + line));
    }
}
