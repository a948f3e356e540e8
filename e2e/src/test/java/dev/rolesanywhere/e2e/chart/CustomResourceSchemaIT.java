package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code src/test/resources/schema}: users' objects, and the API server's answers ({@code # expect:} in the first
 * line).
 */
@NeedsCluster
@InTurn
@ExtendWith(InstalledChart.Extension.class)
class CustomResourceSchemaIT {
    private static final String EXPECT = "# expect: ";

    private final InstalledChart chart;

    CustomResourceSchemaIT(InstalledChart chart) {
        this.chart = chart;
    }

    @ParameterizedTest
    @MethodSource
    void a_valid_resource_is_accepted(Example example) {
        for (var document : Chart.documents(example.yaml())) {
            assertThatCode(() -> on(document).dryRun().create()).doesNotThrowAnyException();
        }
    }

    static Stream<Example> a_valid_resource_is_accepted() throws IOException {
        return examples("valid-");
    }

    @ParameterizedTest
    @MethodSource
    void an_invalid_resource_is_rejected_with_the_correction(Example example) {
        var document = Chart.documents(example.yaml()).getFirst();
        assertThatThrownBy(() -> on(document).dryRun().create()).hasMessageContaining(example.expected());
    }

    static Stream<Example> an_invalid_resource_is_rejected_with_the_correction() throws IOException {
        return examples("invalid-");
    }

    /** The first document is the existing object, the second is the change. */
    @ParameterizedTest
    @MethodSource
    void a_forbidden_change_is_rejected_with_the_correction(Example example) {
        var documents = Chart.documents(example.yaml());
        on(documents.getFirst()).create();
        try {
            assertThatThrownBy(() -> on(documents.getLast()).update()).hasMessageContaining(example.expected());
        } finally {
            on(documents.getFirst()).delete();
        }
    }

    static Stream<Example> a_forbidden_change_is_rejected_with_the_correction() throws IOException {
        return examples("change-");
    }

    private Resource<GenericKubernetesResource> on(GenericKubernetesResource document) {
        var resource = chart.client().resource(document);
        return document.getKind().equals("AWSRoleBinding") ? resource.inNamespace("ready") : resource;
    }

    private static Stream<Example> examples(String prefix) throws IOException {
        try (var files = Files.list(Path.of("src", "test", "resources", "schema"))) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .map(Example::read)
                    .toList()
                    .stream();
        }
    }

    record Example(String name, String yaml) {
        static Example read(Path file) {
            try {
                return new Example(file.getFileName().toString(), Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String expected() {
            var first = yaml.lines().findFirst().orElseThrow();
            if (!first.startsWith(EXPECT)) {
                throw new IllegalStateException(name + " does not start with " + EXPECT);
            }
            return first.substring(EXPECT.length());
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
