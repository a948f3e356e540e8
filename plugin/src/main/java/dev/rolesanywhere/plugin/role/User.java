package dev.rolesanywhere.plugin.role;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.BindingOrder;
import java.util.List;
import java.util.Objects;

/**
 * A ServiceAccount whose pods use a role.
 *
 * @param state of the binding: Serving, or the reason why not
 */
record User(String namespace, String serviceAccount, String binding, String state) {
    static List<User> of(String role, List<AWSRoleBinding> bindings) {
        return bindings.stream()
                .filter(binding -> binding.getSpec() != null
                        && binding.getSpec().roleRef().name().equals(role))
                .sorted(BindingOrder.OLDEST_FIRST)
                .flatMap(binding -> binding.getSpec().subjects().stream()
                        .map(subject -> new User(
                                binding.getMetadata().getNamespace(),
                                subject.name(),
                                binding.getMetadata().getName(),
                                state(binding))))
                .toList();
    }

    static String state(AWSRoleBinding binding) {
        return binding.getStatus() == null
                ? "not decided yet"
                : Objects.requireNonNullElse(binding.getStatus().summary(), "not decided yet");
    }
}
