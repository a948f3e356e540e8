package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server accepts each manifest of README, docs and {@code examples/}, with the chart installed. */
@NeedsCluster
@InTurn
class DocumentedExamplesE2E {
    private static final Path ROOT = Path.of("..");

    private final KubernetesClient client = Installation.get().client();

    /** A YAML block; {@code name} has its location. */
    record Example(String name, String yaml) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void the_api_server_accepts_the_example(Example example) {
        for (String document : example.yaml().split("(?m)^---$")) {
            var object = Serialization.unmarshal(document, GenericKubernetesResource.class);
            assertThat(object.getKind())
                    .as("a yaml block is a whole manifest: write its apiVersion and kind, or mark the block as text")
                    .isNotNull();
            if (object.getMetadata().getNamespace() != null) {
                Workload.namespace(object.getMetadata().getNamespace());
            }
            if (object.getKind().equals("ServiceAccount")) {
                // The API server rejects a pod without its ServiceAccount, even in a dry run.
                client.resource(object).forceConflicts().serverSideApply();
            }
            client.resource(object).dryRun().forceConflicts().serverSideApply();
        }
    }

    @Test
    void examples_exist() throws IOException {
        assertThat(examples()).isNotEmpty();
    }

    static Stream<Example> examples() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Example> inPages = Stream.concat(
                            Stream.of(
                                    ROOT.resolve("README.md"), ROOT.resolve("helm/roles-anywhere-operator/README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .flatMap(file -> in(file).stream())
                    .toList();
            Stream<Example> files = Examples.all().stream().map(file -> new Example(file, Examples.text(file)));
            return Stream.concat(inPages.stream(), files);
        }
    }

    private static List<Example> in(Path file) {
        List<Example> found = new ArrayList<>();
        for (Document.Block block :
                Document.of(ROOT.relativize(file).toString()).blocks()) {
            if (block.language().equals("yaml")) {
                found.add(new Example(file.getFileName() + " " + (found.size() + 1), block.text()));
            }
        }
        return found;
    }
}
