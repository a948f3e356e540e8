package dev.rolesanywhere.e2e.scale;

import java.util.ArrayList;
import java.util.List;

/** The results of the benchmark: each goal with the measured value. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table() {
        row("what", "goal", "measured");
        row("---", "---", "---");
    }

    void row(String what, String goal, Object measured) {
        rows.add(List.of(what, goal, String.valueOf(measured)));
    }

    void print() {
        System.out.println();
        rows.forEach(row -> System.out.println("| " + String.join(" | ", row) + " |"));
        System.out.flush();
    }
}
