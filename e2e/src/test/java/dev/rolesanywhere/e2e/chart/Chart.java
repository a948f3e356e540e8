package dev.rolesanywhere.e2e.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The chart of this tree. */
public final class Chart {
    static final String RELEASE = "roles-anywhere-operator";
    static final String NAMESPACE = "roles-anywhere";

    private static final Pattern BETWEEN_DOCUMENTS = Pattern.compile("(?m)^---$");

    private Chart() {}

    static Path path() {
        // Failsafe runs in the module's folder, an IDE often in the root.
        var beside = Path.of("..", "helm", RELEASE);
        return Files.isDirectory(beside) ? beside : Path.of("helm", RELEASE);
    }

    /** The oldest recorded chart: docs/upgrade.md says which ones are recorded. */
    static Path earliest() {
        try (Stream<Path> charts =
                Files.list(path().resolve(Path.of("..", "..", "e2e", "src", "test", "resources", "charts")))) {
            return charts.sorted().findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Helm helm() {
        return new Helm(path());
    }

    public static List<GenericKubernetesResource> rendered(UnaryOperator<TemplateCommand> values) {
        var command =
                helm().template().withName(RELEASE).withNamespace(NAMESPACE).withKubeVersion("1.30.0");
        return documents(values.apply(command).call());
    }

    static List<GenericKubernetesResource> documents(String yaml) {
        return BETWEEN_DOCUMENTS
                .splitAsStream(yaml)
                .filter(document -> document.lines().anyMatch(line -> line.startsWith("kind:")))
                .map(Chart::document)
                .toList();
    }

    static GenericKubernetesResource document(String yaml) {
        // Fabric8 parses text that starts with a brace as JSON, but this is YAML's flow style, so the document
        // marker comes first.
        return Serialization.unmarshal("---\n" + yaml, GenericKubernetesResource.class);
    }
}
