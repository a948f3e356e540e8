package dev.rolesanywhere.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Runs Vale on the pages with site/vale.ini, if {@code VALE} names it; {@code make oracles STYLE=yes} builds it. */
@EnabledIfEnvironmentVariable(
        named = ValeTest.VALE,
        matches = ".+",
        disabledReason = "Not run: set VALE to the path of Vale")
class ValeTest {
    static final String VALE = "VALE";

    @TempDir
    private Path folder;

    @Test
    void the_pages_follow_the_style() throws Exception {
        assertThat(vale(WordsTest.pages())).isEmpty();
    }

    @Test
    void a_page_with_faults_is_reported_with_their_rules() throws Exception {
        Path page = Files.writeString(
                folder.resolve("page.md"),
                "The operator will retry, e.g. later. " + "A word and ".repeat(20) + "the end. Wait!\n");

        assertThat(vale(List.of(page)))
                .contains("Google.Will", "Google.Latin", "Google.Exclamation", "Project.SentenceLength");
    }

    private String vale(List<Path> pages) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(System.getenv(VALE), "--config", "../site/vale.ini", "--output", "line", "--no-exit"));
        pages.forEach(page -> command.add(page.toString()));
        Path output = folder.resolve("output");
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(exit).as(text).isZero();
        return text;
    }
}
