package dev.rolesanywhere.e2e.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The commands of the README's quickstart, as they stand there. */
final class Readme {
    private static final Path FILE = Path.of("..", "README.md");

    private Readme() {}

    /** The first code block of a numbered step. */
    static String commands(int step) throws IOException {
        List<String> lines = Files.readAllLines(FILE);
        int start = indexOf(lines, 0, line -> line.startsWith(step + ". **"));
        int open = indexOf(lines, start, line -> line.strip().equals("```"));
        int close = indexOf(lines, open + 1, line -> line.strip().equals("```"));
        return String.join("\n", lines.subList(open + 1, close)).stripIndent();
    }

    private static int indexOf(List<String> lines, int from, java.util.function.Predicate<String> wanted) {
        for (int i = from; i < lines.size(); i++) {
            if (wanted.test(lines.get(i))) {
                return i;
            }
        }
        throw new IllegalStateException("README.md has no such step any more");
    }
}
