package dev.rolesanywhere.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The short run; {@code make fuzz} is the long one. */
class FuzzTest {
    private static final Duration SHORT = Duration.ofSeconds(4);

    /** {@code <target>/<finding>}: an input that once caused a failure. */
    private static final Path FOUND = Path.of("src/test/resources/found");

    static Stream<Target> targets() {
        return Targets.all().stream();
    }

    static Stream<Arguments> found() throws IOException {
        try (Stream<Path> files = Files.walk(FOUND)) {
            return files
                    .filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> Arguments.of(
                            Targets.named(file.getParent().getFileName().toString()),
                            file.getFileName().toString(),
                            file))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void the_seed_inputs_are_valid(Target target) throws Exception {
        for (byte[] seed : target.seeds()) {
            target.check().feed(seed);
        }
        target.check().feed(new byte[0]);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("found")
    void inputs_of_earlier_failures_pass(Target target, String what, Path file) {
        assertThatCode(() -> target.check().feed(Files.readAllBytes(file))).doesNotThrowAnyException();
    }

    @Test
    void a_short_run_over_all_targets_finds_nothing(@TempDir Path work) throws Exception {
        List<Target> targets = Targets.all();
        Jazzer.Result result = new Jazzer(work).run(targets, SHORT, 1);
        result.tried().forEach((name, inputs) -> System.out.printf("fuzz %-25s %,10d inputs%n", name, inputs));

        assertThat(result.exit()).as(() -> result.tail()).isZero();
        assertThat(result.findings()).isEmpty();
        assertThat(result.tried())
                .hasSize(targets.size())
                .allSatisfy((name, inputs) -> assertThat(inputs).as(name).isPositive());
    }
}
