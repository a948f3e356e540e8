package dev.rolesanywhere.operator.fence;

import dev.rolesanywhere.crds.role.AllowedNamespaces;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether {@code spec.allowedNamespaces} allows a namespace. Unknown selectors do not match. */
public final class NamespaceFence {
    private NamespaceFence() {}

    /** @param labels of the namespace; absent if unknown; then only its name or an empty selector allows it */
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

    /** The four operators of Kubernetes; NotIn also matches a missing label. Only for a valid requirement. */
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
