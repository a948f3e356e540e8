package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.plugin.fact.ConditionFacts;
import dev.rolesanywhere.plugin.fact.Fact;
import java.util.Arrays;
import java.util.List;

/** How many bindings serve, and each that does not. */
public final class BindingsFacts {
    private BindingsFacts() {}

    static List<Fact> of(List<AWSRoleBinding> bindings) {
        List<Fact> bad = bindings.stream()
                .flatMap(binding -> Arrays.stream(BindingCondition.values()).map(type -> of(binding, type)))
                .filter(Fact::isBad)
                .toList();
        return bad.isEmpty()
                ? List.of(Fact.good("bindings", "%d, and none reports trouble".formatted(bindings.size())))
                : bad;
    }

    /** What one of its conditions says. */
    public static Fact of(AWSRoleBinding binding, BindingCondition type) {
        return ConditionFacts.of(
                "binding %s/%s, %s"
                        .formatted(
                                binding.getMetadata().getNamespace(),
                                binding.getMetadata().getName(),
                                type.name()),
                binding.getStatus() == null ? null : binding.getStatus().conditions(),
                type.name());
    }
}
