package dev.rolesanywhere.plugin.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The output of a command. Every text passes {@link Plain}.
 *
 * @param color whether to use colors
 * @param json whether to write JSON
 */
public record Terminal(PrintWriter out, boolean color, boolean json) {
    private static final String RESET = "\u001b[0m";

    /** Colors of the terminal. */
    public enum Color {
        GREEN("\u001b[32m"),
        RED("\u001b[31m"),
        YELLOW("\u001b[33m");

        private final String sequence;

        Color(String sequence) {
            this.sequence = sequence;
        }
    }

    public void line(String text) {
        out.println(Plain.line(text));
    }

    /** A colored mark, and text behind it. */
    public void marked(Color hue, String mark, String text) {
        out.println((color ? hue.sequence + mark + RESET : mark) + " " + Plain.line(text));
    }

    /** Text of several lines, such as a policy. */
    public void block(String text) {
        out.println(Plain.block(text));
    }

    /** The value as JSON. */
    public void value(Object value) {
        out.println(Json.of(value));
    }

    /** A table with columns as wide as their widest cell. */
    public void table(List<String> head, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(head);
        rows.forEach(row -> all.add(row.stream().map(Plain::line).toList()));
        int[] widths = IntStream.range(0, head.size())
                .map(column -> all.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        all.forEach(row -> out.println(IntStream.range(0, row.size())
                .mapToObj(column -> row.get(column)
                        + " ".repeat(widths[column] - row.get(column).length()))
                .collect(Collectors.joining("  "))
                .stripTrailing()));
    }
}
