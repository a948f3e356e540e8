package dev.rolesanywhere.demo;

import java.io.PrintStream;

/** Prints the demo: numbered steps, and below each step the real output. */
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
