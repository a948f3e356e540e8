package dev.rolesanywhere.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages and sections that the sources link to. */
class PagesTest {
    private static final Pattern PAGE = Pattern.compile("Pages\\.of\\(\\s*\"([^\"]+)\"");
    private static final Pattern REASON = Pattern.compile("Pages\\.reason\\(\\s*\"([^\"]+)\"");

    @ParameterizedTest
    @MethodSource
    void every_link_has_a_target(String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path page = Path.of("..", "docs").resolve(parts[0]);
        assertThat(page).exists();
        if (parts.length == 2) {
            assertThat(anchors(page)).contains(parts[1]);
        }
    }

    static List<String> every_link_has_a_target() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            List<String> texts = sources.filter(path -> path.toString().endsWith(".java"))
                    .map(PagesTest::read)
                    .toList();
            return Stream.concat(
                            texts.stream().flatMap(text -> found(PAGE, text)),
                            texts.stream()
                                    .flatMap(text -> found(REASON, text))
                                    .map(reason -> "troubleshooting.md#" + reason.toLowerCase(Locale.ROOT)))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1));
    }

    /** GitHub's anchors of headings. */
    private static List<String> anchors(Path page) {
        Matcher headings = Pattern.compile("(?m)^#+ (.+)$").matcher(read(page));
        return headings.results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
