package dev.rolesanywhere.e2e.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Markdown page of this repository, used like its reader does: numbered steps with commands, manifests and expected
 * output.
 */
public record Document(Path file, List<String> lines) {
    /** A fenced block; {@code language} is empty for commands, {@code text} for output, {@code yaml} for manifests. */
    public record Block(String language, String text) {}

    public static Document of(String first, String... more) {
        try {
            Path file = Path.of("..").resolve(Path.of(first, more));
            return new Document(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of a step, from its line {@code N.} to the next step's or heading's. */
    public List<Block> step(String heading, int number) {
        int section = indexOf(0, heading);
        int start = indexOf(section, number + ". ");
        int end = start + 1;
        while (end < lines.size() && !isStep(lines.get(end)) && !lines.get(end).startsWith("## ")) {
            end++;
        }
        return blocks(lines.subList(start, end));
    }

    /** The lines below a heading, to the next heading. */
    public List<String> section(String heading) {
        int start = indexOf(0, heading) + 1;
        int end = start;
        while (end < lines.size() && !lines.get(end).startsWith("#")) {
            end++;
        }
        return lines.subList(start, end);
    }

    /** All blocks of the page. */
    public List<Block> blocks() {
        return blocks(lines);
    }

    static List<Block> blocks(List<String> lines) {
        List<Block> found = new ArrayList<>();
        String language = null;
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            String stripped = line.strip();
            if (language == null && stripped.startsWith("```")) {
                language = stripped.substring(3);
            } else if (language != null && stripped.equals("```")) {
                // An empty last line would count as one without indentation.
                found.add(new Block(language, text.toString().stripTrailing().stripIndent() + "\n"));
                language = null;
                text.setLength(0);
            } else if (language != null) {
                text.append(line).append('\n');
            }
        }
        return found;
    }

    private static boolean isStep(String line) {
        return !line.isEmpty() && Character.isDigit(line.charAt(0)) && line.contains(". ");
    }

    private int indexOf(int from, String start) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).startsWith(start)) {
                return i;
            }
        }
        throw new IllegalStateException(file + " has no line that starts with '" + start + "' any more");
    }
}
