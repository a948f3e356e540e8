package dev.rolesanywhere.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages, without the words of site/words.tsv. The changelog keeps the words of its day. */
class WordsTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void no_page_has_an_avoided_word() throws IOException {
        List<AvoidedWord> words = words();
        List<String> found = new ArrayList<>();
        List<Path> pages = pages();
        for (Path page : pages) {
            found.addAll(AvoidedWord.in(ROOT.relativize(page).toString(), Files.readAllLines(page), words));
        }
        assertThat(pages).hasSizeGreaterThan(70);
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("words")
    void each_word_is_found_in_its_example(AvoidedWord word) {
        assertThat(AvoidedWord.in("page.md", List.of("Text.", word.example()), List.of(word)))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("page.md:2: ").endsWith(word.replacement()));
    }

    @Test
    void code_output_and_link_targets_are_not_text() throws IOException {
        List<String> lines = List.of("```", "whoever", "```", "`whoever` [a](b.md#whoever)");
        assertThat(AvoidedWord.in("page.md", lines, words())).isEmpty();
    }

    private static List<AvoidedWord> words() throws IOException {
        return AvoidedWord.of(ROOT.resolve("site/words.tsv"));
    }

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> top = Files.list(ROOT)) {
            for (Path folder : top.toList()) {
                if (Files.isRegularFile(folder)) {
                    pages.add(folder);
                } else if (!List.of("build", "dist", ".git", ".github")
                        .contains(folder.getFileName().toString())) {
                    try (Stream<Path> files = Files.walk(folder)) {
                        files.forEach(pages::add);
                    }
                }
            }
        }
        return pages.stream()
                .filter(page -> page.toString().endsWith(".md"))
                .filter(page -> !page.endsWith("CHANGELOG.md"))
                .filter(page -> !page.toString().contains("/target/")
                        && !page.toString().contains("/src/test/resources/"))
                .sorted()
                .toList();
    }
}
