package dev.rolesanywhere.e2e.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/Mutations.java} on a report in PIT's format. */
class MutationsTest {
    private static final String READER = "dev.rolesanywhere.client.pem.PemText$Lines";

    @TempDir
    Path root;

    private final StringBuilder changes = new StringBuilder();

    @BeforeEach
    void a_module() throws IOException {
        Files.createDirectories(root.resolve("client/target/pit-reports"));
        change("KILLED", READER, "of", 1);
    }

    @Test
    void a_surviving_mutant_without_an_explanation_fails_with_its_name() throws Exception {
        change("SURVIVED", READER, "lambda$of$3", 12);
        assertThat(summary(1))
                .contains(
                        "client: 2 changes, 2 of them in code that the tests run. Tests noticed 1: test strength 50.0 %")
                .contains(
                        "Not noticed, and not explained in client/README.md:\n    PemText.Lines.of (line 12): changed");
    }

    @Test
    void a_change_that_the_table_of_the_readme_explains_passes() throws Exception {
        change("SURVIVED", READER, "of", 12);
        readme(
                "## Changes that no test can notice\n\n| place | change |\n| --- | --- |\n| `PemText.Lines.of` | `<` |\n");
        assertThat(summary(0))
                .containsPattern("that client/README.md explains[^\n]*:\n    PemText.Lines.of \\(line 12\\): changed");
    }

    @Test
    void another_section_or_column_is_not_an_explanation() throws Exception {
        change("SURVIVED", READER, "of", 12);
        readme("""
                | `PemText.Lines.of` | before |

                ## Changes that no test can notice

                | `PemText.blocks` | not `PemText.Lines.of` |

                ## Another

                | `PemText.Lines.of` | after |
                """);
        assertThat(summary(1)).contains("PemText.Lines.of (line 12)");
    }

    @Test
    void a_change_that_took_too_long_is_named_because_a_busy_machine_may_be_the_cause() throws Exception {
        change("TIMED_OUT", READER, "next", 7);
        assertThat(summary(0))
                .contains("test strength 100.0 %, or 50.0 % without the 1 that took too long")
                .containsPattern("Took too long[^\n]*:\n    PemText.Lines.next \\(line 7\\)");
    }

    @Test
    void untested_code_is_named_and_does_not_count() throws Exception {
        change("NO_COVERAGE", "dev.rolesanywhere.client.arn.Arn", "<init>", 7);
        assertThat(summary(0))
                .contains("2 changes, 1 of them in code that the tests run")
                .contains("Not run by these tests: Arn\n");
    }

    @Test
    void a_module_without_a_report_fails() throws Exception {
        Files.delete(root.resolve("client/target/pit-reports"));
        assertThat(run(1)).contains("client: no report");
    }

    private void change(String status, String className, String method, int line) {
        changes.append(
                """
                <mutation status='%s'><mutatedClass>%s</mutatedClass><mutatedMethod>%s</mutatedMethod>\
                <lineNumber>%d</lineNumber><description>changed</description></mutation>
                """.formatted(status, className, method.replace("<", "&lt;").replace(">", "&gt;"), line));
    }

    private void readme(String text) throws IOException {
        Files.writeString(root.resolve("client/README.md"), text);
    }

    private String summary(int status) throws Exception {
        Files.writeString(
                root.resolve("client/target/pit-reports/mutations.xml"), "<mutations>" + changes + "</mutations>");
        return run(status);
    }

    private String run(int status) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Path.of("..", "scripts", "Mutations.java").toRealPath().toString(),
                        "client"))
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(status);
        return output;
    }
}
