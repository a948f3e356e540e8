package dev.rolesanywhere.crds.role;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A namespace is allowed if it is named or if the selector matches its labels. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "has(self.names) || has(self.selector)",
        message =
                "allowedNamespaces must have names or a selector: names: [shop], or selector: {} to allow every namespace on purpose")
public record AllowedNamespaces(
        @Size(max = 256) @JsonPropertyDescription("Namespaces by name.") @Nullable
        List<@Size(max = 63) String> names,

        @JsonPropertyDescription(
                "Namespaces by label. An empty selector matches every namespace. Users who may label namespaces control the result.")
        @Nullable
        LabelSelector selector) {
    private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");

    /** The value of a missing field: no namespace is allowed. */
    static final AllowedNamespaces NONE = new AllowedNamespaces(null, null);

    public AllowedNamespaces {
        names = names == null ? null : names.stream().filter(Objects::nonNull).toList();
    }

    /** The invalid part of the selector, with the correction; empty if the selector is valid. */
    public Optional<String> defect() {
        List<LabelSelectorRequirement> expressions = selector == null ? null : selector.getMatchExpressions();
        return expressions == null
                ? Optional.empty()
                : IntStream.range(0, expressions.size())
                        .boxed()
                        .flatMap(index -> defect(expressions.get(index))
                                .map(what -> "spec.allowedNamespaces.selector.matchExpressions[%d] %s"
                                        .formatted(index, what))
                                .stream())
                        .findFirst();
    }

    /** Whether the requirement is valid in Kubernetes. */
    public static boolean isUsable(@Nullable LabelSelectorRequirement expression) {
        return defect(expression).isEmpty();
    }

    private static Optional<String> defect(@Nullable LabelSelectorRequirement expression) {
        if (expression == null
                || expression.getKey() == null
                || expression.getKey().isEmpty()) {
            return Optional.of("has no key. Write the label's name.");
        }
        String operator = expression.getOperator();
        if (operator == null || !OPERATORS.contains(operator)) {
            return Optional.of((operator == null ? "has no operator." : "has an unknown operator.")
                    + " Write In, NotIn, Exists or DoesNotExist.");
        }
        boolean takesValues = operator.equals("In") || operator.equals("NotIn");
        List<String> values = expression.getValues();
        return takesValues && (values == null || values.stream().allMatch(Objects::isNull))
                ? Optional.of("has operator %s and no values. Write at least one value.".formatted(operator))
                : Optional.empty();
    }
}
