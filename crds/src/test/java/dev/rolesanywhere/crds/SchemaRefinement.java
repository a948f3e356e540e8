package dev.rolesanywhere.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** What the generator cannot say or says twice: list types, the order of columns, descriptions of Kubernetes' own types. */
final class SchemaRefinement {
    private static final String HEADER = "# Generated from the classes of crds/; `make fix` writes it anew.\n";

    private static final Map<String, String> KUBERNETES_TYPES = Map.of(
            "matchLabels", "Labels that must all be there with these values.",
            "matchExpressions", "Requirements on labels, all of which must be met.",
            "key", "The label.",
            "operator", "In, NotIn, Exists or DoesNotExist.",
            "values", "The values for In and NotIn.");

    private SchemaRefinement() {}

    static String refine(String yaml, Class<?> kind, String description) {
        CustomResourceDefinition crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
        CustomResourceDefinitionVersion version = crd.getSpec().getVersions().getFirst();
        orderColumns(version, kind);
        JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
        schema.setDescription(description);
        schema.setRequired(List.of("spec"));
        schema.getProperties().get("spec").setDescription("What is wanted.");
        schema.getProperties().get("status").setDescription("What is; written by the operator.");
        schema.getProperties().values().forEach(SchemaRefinement::refine);
        keyed(schema, "status", "conditions", "type");
        keyed(schema, "spec", "registrations", "arn");
        return HEADER + Serialization.asYaml(crd).replaceFirst("^---\n", "");
    }

    /** The generator sorts by JSON path; people read columns in the order in which the class has them. */
    private static void orderColumns(CustomResourceDefinitionVersion version, Class<?> kind) {
        List<String> order = Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        List<CustomResourceColumnDefinition> columns = new ArrayList<>(version.getAdditionalPrinterColumns());
        columns.sort(Comparator.comparingInt(column -> order.indexOf(column.getName())));
        version.setAdditionalPrinterColumns(columns);
    }

    private static void refine(JSONSchemaProps schema) {
        // An annotation on a record component reaches its field and its accessor, and the generator counts both.
        schema.setXKubernetesValidations(List.copyOf(new LinkedHashSet<>(schema.getXKubernetesValidations())));
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> {
                if (property.getDescription() == null && KUBERNETES_TYPES.containsKey(name)) {
                    property.setDescription(KUBERNETES_TYPES.get(name));
                }
                refine(property);
            });
        }
        if (schema.getItems() != null && schema.getItems().getSchema() != null) {
            refine(schema.getItems().getSchema());
        }
    }

    private static void keyed(JSONSchemaProps schema, String part, String list, String key) {
        JSONSchemaProps property =
                schema.getProperties().get(part).getProperties().get(list);
        if (property != null) {
            property.setXKubernetesListType("map");
            property.setXKubernetesListMapKeys(List.of(key));
        }
    }
}
