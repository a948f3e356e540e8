package dev.rolesanywhere.crds.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonPagesTest {
    private static final Path PAGE = Path.of("..", "docs", "troubleshooting.md");

    static Stream<String> reasons() {
        return Stream.<Enum<?>[]>of(
                        BindingCondition.Reason.values(),
                        RoleCondition.Reason.values(),
                        TrustAnchorCondition.Reason.values())
                .flatMap(Arrays::stream)
                .map(Enum::name)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void each_reason_of_a_condition_has_a_cause_and_a_correction(String reason) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int heading = lines.indexOf("### " + reason);
        assertThat(heading).as("the heading of %s in %s", reason, PAGE).isNotNegative();
        List<String> section = lines.subList(heading + 1, lines.size()).stream()
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> !line.isBlank())
                .toList();
        assertThat(section).hasSizeGreaterThan(1);
        assertThat(section.getLast()).startsWith("*Remedy:* ");
    }

    /** Else the second one could not be linked. */
    @Test
    void each_heading_is_unique() throws IOException {
        assertThat(Files.readAllLines(PAGE))
                .filteredOn(line -> line.startsWith("#"))
                .doesNotHaveDuplicates();
    }
}
