package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares Artifact Hub's data about the chart with the installed objects. */
class ChartMetadataTest {
    private static final Pattern IMAGE = Pattern.compile("roles-anywhere-[a-z]+:[0-9][^\"\\s]*");

    private JsonNode chart = Serialization.jsonMapper().nullNode();

    @BeforeEach
    void read() throws IOException {
        chart = ChartValues.tree(Chart.path().resolve("Chart.yaml"));
    }

    @Test
    void the_images_have_the_charts_version() {
        Set<String> rendered = Chart.rendered(values -> values.set("nodeAgent.enabled", true)).stream()
                .filter(object -> Set.of("Deployment", "DaemonSet").contains(object.getKind()))
                .map(Serialization::asYaml)
                .flatMap(yaml -> IMAGE.matcher(yaml).results().map(found -> found.group()))
                .collect(Collectors.toSet());
        assertThat(annotation("images").findValuesAsText("image")).containsExactlyInAnyOrderElementsOf(rendered);
    }

    @Test
    void the_crds_are_those_of_the_chart() {
        List<String> installed = Chart.rendered(values -> values).stream()
                .filter(object -> object.getKind().equals("CustomResourceDefinition"))
                .map(crd -> "%s %s %s"
                        .formatted(
                                crd.getMetadata().getName(),
                                crd.<String>get("spec", "names", "kind"),
                                crd.<String>get("spec", "versions", 0, "name")))
                .toList();
        assertThat(annotation("crds").valueStream().map(crd -> "%s %s %s"
                        .formatted(
                                crd.path("name").asText(),
                                crd.path("kind").asText(),
                                crd.path("version").asText())))
                .containsExactlyInAnyOrderElementsOf(installed);
    }

    @Test
    void there_is_an_example_of_each_kind() {
        assertThat(annotation("crdsExamples").findValuesAsText("kind"))
                .containsExactlyElementsOf(annotation("crds").findValuesAsText("kind"));
    }

    @Test
    void every_link_is_an_address() {
        assertThat(annotation("links").findValuesAsText("url"))
                .isNotEmpty()
                .allSatisfy(url -> assertThat(URI.create(url).getScheme()).isEqualTo("https"));
    }

    @Test
    void every_change_has_a_kind_that_artifact_hub_knows() {
        assertThat(annotation("changes").findValuesAsText("kind"))
                .isNotEmpty()
                .isSubsetOf("added", "changed", "deprecated", "removed", "fixed", "security");
    }

    private JsonNode annotation(String name) {
        return Serialization.unmarshal(
                "---\n" + chart.at("/annotations/artifacthub.io~1" + name).asText(), JsonNode.class);
    }
}
