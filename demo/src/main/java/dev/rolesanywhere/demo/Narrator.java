package dev.rolesanywhere.demo;

import java.io.PrintStream;

/** What the demo prints: numbered steps, and below each what the parts really said. */
final class Narrator {
    private final PrintStream out;
    private int step;

    Narrator(PrintStream out) {
        this.out = out;
    }

    void step(String title) {
        out.printf("%n%d. %s%n", ++step, title);
    }

    void show(String text) {
        text.strip().lines().forEach(line -> out.println("     " + line));
    }
}
