package dev.rolesanywhere.e2e.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/Summary.java} on modules with sources and Surefire's reports, as Maven leaves them with --fail-at-end. */
class SummaryTest {
    private static final String PASSED = "";
    private static final String FAILED = "<failure/>";

    @TempDir
    Path root;

    @Test
    void a_module_without_a_report_was_skipped_after_a_failed_dependency() throws Exception {
        module("client");
        source("client", "ReaderTest");
        report("client", "ReaderTest", FAILED);
        module("sidecar", "client");
        source("sidecar", "RefreshTest");
        module("fuzz", "sidecar");
        source("fuzz", "FuzzTest");
        assertThat(summary())
                .contains("dev.rolesanywhere.sidecar.RefreshTest: not run because module client failed before it")
                .contains("dev.rolesanywhere.fuzz.FuzzTest: not run because module client failed before it")
                .doesNotContain("for an unknown reason");
    }

    @Test
    void integration_tests_were_not_run_because_the_unit_tests_of_their_module_failed() throws Exception {
        module("client");
        source("client", "ReaderTest");
        source("client", "NetworkIT");
        report("client", "ReaderTest", FAILED);
        assertThat(summary())
                .contains("dev.rolesanywhere.client.NetworkIT: not run because module client failed before it");
    }

    @Test
    void a_module_without_any_report_is_unexplained() throws Exception {
        module("client");
        source("client", "ReaderTest");
        module("sidecar", "client");
        source("sidecar", "RefreshTest");
        module("pki");
        source("pki", "LeafTest");
        report("pki", "LeafTest", PASSED);
        assertThat(summary())
                .contains("dev.rolesanywhere.sidecar.RefreshTest: not run because module client did not run before it")
                .containsPattern("for an unknown reason[^\n]*\n  dev.rolesanywhere.client.ReaderTest\n");
    }

    @Test
    void a_class_that_is_missing_in_an_existing_report_is_unexplained() throws Exception {
        module("client");
        source("client", "ReaderTest");
        source("client", "WriterTest");
        report("client", "ReaderTest", FAILED);
        assertThat(summary()).containsPattern("for an unknown reason[^\n]*\n  dev.rolesanywhere.client.WriterTest\n");
    }

    @Test
    void a_class_with_results_in_another_report_has_run() throws Exception {
        module("client");
        source("client", "ReaderTest");
        source("client", "WriterTest");
        report("client", "ReaderTest", "ReaderTest", FAILED, "WriterTest", PASSED);
        assertThat(summary()).contains("ReaderTest > it", "1 passed, 1 failed").doesNotContain("for an unknown reason");
    }

    @Test
    void a_failed_test_is_listed_with_the_first_line_of_its_failure() throws Exception {
        module("client");
        source("client", "ReaderTest");
        report("client", "ReaderTest", "<error message='m'>\nIllegalStateException: closed\n\tat Reader.read</error>");
        assertThat(summary()).contains("\n  ReaderTest > it: IllegalStateException: closed\n");
    }

    private void module(String name, String... needed) throws IOException {
        var dependencies = new StringBuilder();
        for (String other : needed) {
            dependencies.append("""
                <dependency><groupId>dev.rolesanywhere</groupId><artifactId>rolesanywhere-%s</artifactId></dependency>
                """.formatted(other));
        }
        Files.createDirectories(root.resolve(name));
        Files.writeString(
                root.resolve(name).resolve("pom.xml"),
                "<project><dependencies>" + dependencies + "</dependencies></project>");
    }

    private void source(String module, String name) throws IOException {
        Path folder =
                Files.createDirectories(root.resolve(module).resolve("src/test/java/dev/rolesanywhere/" + module));
        Files.writeString(folder.resolve(name + ".java"), "class " + name + " {}");
    }

    private void report(String module, String name, String outcome) throws IOException {
        report(module, name, name, outcome);
    }

    /** @param outcomes of classes: name, outcome, name, outcome */
    private void report(String module, String name, String... outcomes) throws IOException {
        String prefix = "dev.rolesanywhere." + module + ".";
        var cases = new StringBuilder();
        for (int i = 0; i < outcomes.length; i += 2) {
            cases.append("<testcase classname='%s' name='it'>%s</testcase>"
                    .formatted(prefix + outcomes[i], outcomes[i + 1]));
        }
        Path folder = Files.createDirectories(root.resolve(module).resolve("target/surefire-reports"));
        Files.writeString(folder.resolve("TEST-" + prefix + name + ".xml"), "<testsuite>" + cases + "</testsuite>");
    }

    private String summary() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        Path.of("..", "scripts", "Summary.java").toRealPath().toString()))
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(1);
        return output;
    }
}
