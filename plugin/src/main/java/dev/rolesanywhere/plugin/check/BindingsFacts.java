package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.plugin.fact.ConditionFacts;
import dev.rolesanywhere.plugin.fact.Fact;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** How many bindings serve, and each that does not. */
public final class BindingsFacts {
    private static final String SIDECARS = "versions of sidecars";

    private BindingsFacts() {}

    static List<Fact> of(List<AWSRoleBinding> bindings) {
        List<Fact> bad = bindings.stream()
                .flatMap(binding -> Arrays.stream(BindingCondition.values()).map(type -> of(binding, type)))
                .filter(Fact::isBad)
                .toList();
        return Stream.concat(
                        bad.isEmpty()
                                ? Stream.of(Fact.good(
                                        "bindings", "%d, and none reports trouble".formatted(bindings.size())))
                                : bad.stream(),
                        Stream.of(sidecars(bindings)))
                .toList();
    }

    /** A pod of two bindings counts twice: the status has no names. */
    static Fact sidecars(List<AWSRoleBinding> bindings) {
        List<AWSRoleBinding> with = bindings.stream()
                .filter(binding -> podsOfOtherVersions(binding) > 0)
                .toList();
        return with.isEmpty()
                ? Fact.good(SIDECARS, "no pod has the sidecar of another version than the operator's")
                : Fact.unknown(
                        SIDECARS,
                        "%d pods of %d bindings have the sidecar of another version, for example of %s/%s"
                                .formatted(
                                        with.stream()
                                                .mapToInt(BindingsFacts::podsOfOtherVersions)
                                                .sum(),
                                        with.size(),
                                        with.getFirst().getMetadata().getNamespace(),
                                        with.getFirst().getMetadata().getName()),
                        "They work for two minor versions. A new pod has the new sidecar: restart their workloads when it"
                                + " suits you.");
    }

    private static int podsOfOtherVersions(AWSRoleBinding binding) {
        return binding.getStatus() == null || binding.getStatus().podsOfOtherVersions() == null
                ? 0
                : binding.getStatus().podsOfOtherVersions();
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
