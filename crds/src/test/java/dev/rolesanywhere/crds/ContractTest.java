package dev.rolesanywhere.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.contract.Labels;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Shadowing;
import dev.rolesanywhere.crds.contract.Sidecar;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code and the docs have the same contract. */
class ContractTest {
    static Stream<Field> constants() {
        return Stream.of(Annotations.class, Labels.class, Issuing.class, Sidecar.class, NodeAgent.class)
                .flatMap(type -> Arrays.stream(type.getFields()));
    }

    @ParameterizedTest
    @MethodSource("constants")
    void the_reference_has_every_constant(Field constant) throws IOException, IllegalAccessException {
        String reference = Files.readString(Path.of("..", "docs", "reference.md"));
        assertThat(reference).as("docs/reference.md has %s", constant).contains(String.valueOf(constant.get(null)));
    }

    static Stream<String> shadowing() {
        return Stream.of(Shadowing.BEFORE_FILES, Shadowing.BEFORE_ENDPOINT).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("shadowing")
    void the_reference_has_every_overriding_variable(String variable) throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "reference.md"))).contains("`" + variable + "`");
    }
}
