package dev.rolesanywhere.operator.fence;

import dev.rolesanywhere.crds.role.AllowedNamespaces;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether {@code spec.allowedNamespaces} takes a namespace in. What is not understood is not allowed. */
public final class NamespaceFence {
    private NamespaceFence() {}

    /** @param labels of the namespace; absent if they are not known, and then only its name or an empty selector lets it in */
    public static boolean allows(AllowedNamespaces allowed, String namespace, @Nullable Map<String, String> labels) {
        List<String> names = allowed.names();
        LabelSelector selector = allowed.selector();
        return (names != null && names.contains(namespace)) || (selector != null && selects(selector, labels));
    }

    private static boolean selects(LabelSelector selector, @Nullable Map<String, String> labels) {
        Map<String, String> matchLabels = selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
        List<LabelSelectorRequirement> expressions =
                selector.getMatchExpressions() == null ? List.of() : selector.getMatchExpressions();
        if (matchLabels.isEmpty() && expressions.isEmpty()) {
            return true;
        }
        return labels != null
                && matchLabels.entrySet().stream()
                        .allMatch(label ->
                                label.getValue() != null && label.getValue().equals(labels.get(label.getKey())))
                && expressions.stream().allMatch(AllowedNamespaces::isUsable)
                && expressions.stream().allMatch(expression -> holds(expression, labels));
    }

    /** Kubernetes' four operators; NotIn holds as well where the label is missing. Only of a requirement that is usable. */
    private static boolean holds(LabelSelectorRequirement expression, Map<String, String> labels) {
        String value = labels.get(expression.getKey());
        List<String> values = expression.getValues() == null ? List.of() : expression.getValues();
        return switch (expression.getOperator()) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
