package dev.rolesanywhere.e2e.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A row of site/words.tsv. */
record AvoidedWord(Pattern pattern, String replacement, String example) {
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK_TARGET = Pattern.compile("\\]\\([^)]*\\)");

    static List<AvoidedWord> of(Path table) throws IOException {
        return Files.readAllLines(table).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(cells -> new AvoidedWord(
                        Pattern.compile("\\b(?:" + cells[0] + ")(?!\\w)", Pattern.CASE_INSENSITIVE),
                        cells[1],
                        cells[2]))
                .toList();
    }

    /** A line {@code file:line: word, use: replacement} for each avoided word outside of code and printed output. */
    static List<String> in(String file, List<String> lines, List<AvoidedWord> words) {
        List<String> found = new ArrayList<>();
        boolean code = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.strip().startsWith("```")) {
                code = !code;
            } else if (!code) {
                String prefix = file + ":" + (i + 1) + ": ";
                words.stream()
                        .flatMap(word -> word.in(line))
                        .map(prefix::concat)
                        .forEach(found::add);
            }
        }
        return found;
    }

    private Stream<String> in(String line) {
        String prose = LINK_TARGET.matcher(CODE.matcher(line).replaceAll("`")).replaceAll("]");
        return pattern.matcher(prose).results().map(match -> match.group() + ", use: " + replacement);
    }
}
