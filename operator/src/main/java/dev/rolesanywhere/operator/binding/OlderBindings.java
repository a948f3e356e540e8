package dev.rolesanywhere.operator.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.operator.binding.BindingFacts.OlderBinding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds conflicts with older bindings, by the same rules as webhook and issuer. */
final class OlderBindings {
    private OlderBindings() {}

    /** By subject, the older binding with the same role, or with the same profile for another role. */
    static List<OlderBinding> of(AWSRoleBinding binding, List<AWSRoleBinding> ofTheNamespace) {
        return binding.getSpec().subjects().stream()
                .map(Subject::name)
                .distinct()
                .flatMap(subject -> inTheWay(binding, subject, ofTheNamespace).stream())
                .toList();
    }

    private static Optional<OlderBinding> inTheWay(
            AWSRoleBinding binding, String subject, List<AWSRoleBinding> ofTheNamespace) {
        List<AWSRoleBinding> others = ofTheNamespace.stream()
                .filter(other -> !name(other).equals(name(binding)) && GivenRole.isInForce(other))
                .toList();
        // Uses the reconciled binding, which may be newer than the inventory's. A dry run counts as if it were in
        // force.
        List<GivenRole> given = GivenRole.rehearsed(
                Stream.concat(others.stream(), Stream.of(binding)).toList(), subject);
        return given.stream()
                .filter(role -> role.role().equals(binding.getSpec().roleRef().name()))
                .findFirst()
                .flatMap(role -> name(role.binding()).equals(name(binding))
                        ? role.profileOwner().map(owner -> new OlderBinding(name(owner), subject, role.profile()))
                        : Optional.of(new OlderBinding(name(role.binding()), subject)));
    }

    private static String name(AWSRoleBinding binding) {
        return binding.getMetadata().getName();
    }
}
