package dev.rolesanywhere.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/threat-model.md claims nothing that no test shows. */
class ThreatModelTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern METHOD = Pattern.compile("    void (\\w+)\\(");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT|E2E))#(\\w+)`");

    @Test
    void every_test_that_the_threat_model_names_exists() throws IOException {
        Map<String, String> sources = testSources();
        List<String> missing = NAMED.matcher(Files.readString(ROOT.resolve("docs/threat-model.md")))
                .results()
                .filter(named -> !sources.getOrDefault(named.group(1), "").contains(" void " + named.group(2) + "("))
                .map(named -> named.group())
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void every_actor_names_a_test_or_states_that_none_exists() throws IOException {
        String actors = Files.readString(ROOT.resolve("docs/threat-model.md"))
                .split("## Who, and what they can do", 2)[1]
                .split("\n## ", 2)[0];
        assertThat(List.of(actors.split("\n### ")).stream().skip(1))
                .hasSizeGreaterThan(8)
                .allSatisfy(actor -> assertThat(NAMED.matcher(actor).find() || actor.contains("No test shows this"))
                        .as(actor.lines().findFirst().orElseThrow())
                        .isTrue());
    }

    @Test
    void every_test_of_this_package_is_named() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/threat-model.md"));
        List<String> tests = testSources().entrySet().stream()
                .filter(source -> source.getKey().endsWith("E2E")
                        && source.getValue().contains("package dev.rolesanywhere.e2e.abuse;"))
                .flatMap(source -> tests(source.getValue()).map(method -> source.getKey() + "#" + method))
                .toList();
        assertThat(tests)
                .hasSizeGreaterThan(30)
                .filteredOn(test -> !page.contains(test))
                .isEmpty();
    }

    /** The methods that are annotated as tests. */
    private static Stream<String> tests(String source) {
        List<String> methods = new ArrayList<>();
        boolean test = false;
        for (String line : source.split("\n")) {
            test |= line.startsWith("    @Test") || line.startsWith("    @ParameterizedTest");
            Matcher method = METHOD.matcher(line);
            if (method.lookingAt()) {
                if (test) {
                    methods.add(method.group(1));
                }
                test = false;
            }
        }
        return methods.stream();
    }

    private static Map<String, String> testSources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ThreatModelTest::javaFiles)
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            ThreatModelTest::text,
                            String::concat));
        }
    }

    private static Stream<Path> javaFiles(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
