package dev.rolesanywhere.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Corrects the generator's output: the category, list types, the order of columns, descriptions of Kubernetes' own
 * types.
 */
final class SchemaRefinement {
    private static final String HEADER = "# Generated from the classes of crds/; `make fix` writes it again.\n";

    private static final Map<String, String> KUBERNETES_TYPES = Map.of(
            "matchLabels", "Labels that must all be there with these values.",
            "matchExpressions", "Requirements on labels, all of which must be met.",
            "key", "The label.",
            "operator", "In, NotIn, Exists or DoesNotExist.",
            "values", "The values for In and NotIn.");

    /** Kubernetes accepts a text or a whole number, such as {@code cpu: 1}. */
    private static final Set<String> QUANTITIES = Set.of("cpu", "memory", "ephemeral-storage");

    private static final List<JsonNode> OPERATORS = Stream.of("DoesNotExist", "Exists", "In", "NotIn")
            .<JsonNode>map(TextNode::valueOf)
            .toList();

    private SchemaRefinement() {}

    static String refine(String yaml, Class<?> kind, String description) {
        CustomResourceDefinition crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
        CustomResourceDefinitionVersion version = crd.getSpec().getVersions().getFirst();
        crd.getSpec().getNames().setCategories(List.of("rolesanywhere"));
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
                if (name.equals("matchExpressions")) {
                    restrictToKubernetesMeaning(property);
                }
                if (QUANTITIES.contains(name)) {
                    property.setType(null);
                    property.setXKubernetesIntOrString(true);
                }
                refine(property);
            });
        }
        if (schema.getItems() != null && schema.getItems().getSchema() != null) {
            refine(schema.getItems().getSchema());
        }
    }

    /**
     * The generated type leaves every field optional, but Kubernetes itself rejects such a requirement in every
     * selector.
     */
    private static void restrictToKubernetesMeaning(JSONSchemaProps expressions) {
        expressions.setMaxItems(64L);
        JSONSchemaProps expression = expressions.getItems().getSchema();
        expression.setRequired(List.of("key", "operator"));
        JSONSchemaProps key = expression.getProperties().get("key");
        key.setMinLength(1L);
        key.setMaxLength(317L);
        expression.getProperties().get("operator").setEnum(OPERATORS);
        JSONSchemaProps values = expression.getProperties().get("values");
        values.setMaxItems(256L);
        values.getItems().getSchema().setMaxLength(63L);
        expression.setXKubernetesValidations(List.of(new ValidationRuleBuilder()
                .withRule("!(self.operator in ['In', 'NotIn']) || (has(self.values) && self.values.size() > 0)")
                .withMessage("values must have at least one value with the operators In and NotIn")
                .build()));
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
