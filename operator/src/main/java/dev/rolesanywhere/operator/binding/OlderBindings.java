package dev.rolesanywhere.operator.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.operator.binding.BindingFacts.OlderBinding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What older bindings leave of a binding, read as webhook and issuer read them. */
final class OlderBindings {
    private OlderBindings() {}

    /** By subject, the older binding that gives it the same role or has the same profile for another one. */
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
        // The binding as it was reconciled, which may be newer than the inventory's; a dry run as if it were none.
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
