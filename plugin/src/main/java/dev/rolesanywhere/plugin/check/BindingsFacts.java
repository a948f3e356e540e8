package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.plugin.fact.ConditionFacts;
import dev.rolesanywhere.plugin.fact.Fact;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The number of serving bindings, and each binding with a problem. */
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
                                ? Stream.of(Fact.good("bindings", "%d, none with a problem".formatted(bindings.size())))
                                : bad.stream(),
                        Stream.of(sidecars(bindings)))
                .toList();
    }

    /** A pod of two bindings counts twice, because the status has no pod names. */
    static Fact sidecars(List<AWSRoleBinding> bindings) {
        List<AWSRoleBinding> with = bindings.stream()
                .filter(binding -> podsOfOtherVersions(binding) > 0)
                .toList();
        return with.isEmpty()
                ? Fact.good(SIDECARS, "all sidecars have the operator's version")
                : Fact.unknown(
                        SIDECARS,
                        "%d pods of %d bindings have a sidecar of another version than the operator, for example the pods of AWSRoleBinding %s/%s"
                                .formatted(
                                        with.stream()
                                                .mapToInt(BindingsFacts::podsOfOtherVersions)
                                                .sum(),
                                        with.size(),
                                        with.getFirst().getMetadata().getNamespace(),
                                        with.getFirst().getMetadata().getName()),
                        "Older sidecars work for two minor versions. Restart the workloads when convenient: new pods get the current sidecar.");
    }

    private static int podsOfOtherVersions(AWSRoleBinding binding) {
        return binding.getStatus() == null || binding.getStatus().podsOfOtherVersions() == null
                ? 0
                : binding.getStatus().podsOfOtherVersions();
    }

    /** A fact from one condition of a binding. */
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
