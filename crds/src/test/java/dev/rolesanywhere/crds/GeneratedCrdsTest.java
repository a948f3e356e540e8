package dev.rolesanywhere.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed CRDs equal the generated ones. {@code make fix} writes them. */
class GeneratedCrdsTest {
    /** The copy for {@code kubectl apply -f crds/}, and the copy in the chart. */
    private static final List<Path> PLACES =
            List.of(Path.of("."), Path.of("..", "helm", "roles-anywhere-operator", "files", "crds"));

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(
                        AWSTrustAnchor.class,
                        "One certificate authority of this cluster, and the AWS trust anchors in which it is registered."),
                Arguments.of(AWSRole.class, "An IAM role that workloads of this cluster may be given."),
                Arguments.of(
                        AWSRoleBinding.class, "Gives an AWSRole to ServiceAccounts of the binding's own namespace."));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_committed_crd_equals_the_generated_crd(
            Class<? extends CustomResource<?, ?>> kind, String description, @TempDir Path directory)
            throws IOException {
        String wanted = generate(kind, description, directory);
        for (Path place : PLACES) {
            Path checkedIn = place.resolve(CustomResource.getCRDName(kind) + ".yaml");
            if (Boolean.getBoolean("crds.write")) {
                Files.createDirectories(place);
                Files.writeString(checkedIn, wanted);
            }
            assertThat(checkedIn)
                    .as("%s has drifted from the classes; run make fix", checkedIn)
                    .hasContent(wanted);
        }
    }

    /** The issuer and the sidecar check against the same constant. */
    @Test
    void the_api_server_and_the_sidecar_accept_the_same_profile_names() throws IOException {
        String file = CustomResource.getCRDName(AWSRoleBinding.class) + ".yaml";
        for (Path place : PLACES) {
            CustomResourceDefinition crd =
                    Serialization.unmarshal(Files.readString(place.resolve(file)), CustomResourceDefinition.class);
            JSONSchemaProps profile = crd.getSpec()
                    .getVersions()
                    .getFirst()
                    .getSchema()
                    .getOpenAPIV3Schema()
                    .getProperties()
                    .get("spec")
                    .getProperties()
                    .get("profile");
            assertThat(profile.getXKubernetesValidations())
                    .extracting(ValidationRule::getRule)
                    .containsExactly("self.matches('" + Sidecar.PROFILE_PATTERN + "') && self != 'default'");
            assertThat(Sidecar.PROFILE_PATTERN)
                    .as("CEL finds a pattern anywhere in a text")
                    .startsWith("^")
                    .endsWith("$");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void kubectl_explain_has_a_text_for_every_field(
            Class<? extends CustomResource<?, ?>> kind, String description, @TempDir Path directory)
            throws IOException {
        JSONSchemaProps schema =
                version(kind, description, directory).getSchema().getOpenAPIV3Schema();
        assertThat(undescribed("", schema)).isEmpty();
    }

    private static CustomResourceDefinitionVersion version(
            Class<? extends CustomResource<?, ?>> kind, String description, Path directory) throws IOException {
        return Serialization.unmarshal(generate(kind, description, directory), CustomResourceDefinition.class)
                .getSpec()
                .getVersions()
                .getFirst();
    }

    /** {@code kubectl get} without {@code -o wide}. */
    @ParameterizedTest
    @MethodSource("kinds")
    void the_default_columns_show_a_reason_beside_ready(
            Class<? extends CustomResource<?, ?>> kind, String description, @TempDir Path directory)
            throws IOException {
        List<CustomResourceColumnDefinition> columns =
                version(kind, description, directory).getAdditionalPrinterColumns().stream()
                        .filter(column -> column.getPriority() == null || column.getPriority() == 0)
                        .toList();
        assertThat(columns)
                .extracting(CustomResourceColumnDefinition::getName)
                .containsSubsequence("READY", "STATUS", "AGE")
                .endsWith("AGE");
        assertThat(columns)
                .filteredOn(column -> column.getJsonPath().endsWith(")].status"))
                .as("a column with True or False hides the reason")
                .extracting(CustomResourceColumnDefinition::getName)
                .containsExactly("READY");
    }

    private static String generate(Class<? extends CustomResource<?, ?>> kind, String description, Path directory)
            throws IOException {
        new CRDGenerator()
                .customResourceClasses(kind)
                .forCRDVersions("v1")
                .inOutputDir(directory.toFile())
                .generate();
        String yaml = Files.readString(directory.resolve(CustomResource.getCRDName(kind) + "-v1.yml"));
        return SchemaRefinement.refine(yaml, kind, description);
    }

    private static Stream<String> undescribed(String path, JSONSchemaProps schema) {
        Stream<String> own = schema.getProperties().entrySet().stream().flatMap(property -> {
            String name = path + "." + property.getKey();
            Stream<String> below = undescribed(name, property.getValue());
            return property.getValue().getDescription() == null ? Stream.concat(Stream.of(name), below) : below;
        });
        boolean list = schema.getItems() != null && schema.getItems().getSchema() != null;
        return list ? Stream.concat(own, undescribed(path, schema.getItems().getSchema())) : own;
    }
}
