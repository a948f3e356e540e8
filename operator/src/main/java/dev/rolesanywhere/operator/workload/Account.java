package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import java.util.stream.Stream;

/** A ServiceAccount that a binding names. It may not exist. */
public record Account(String namespace, String name) {
    static Stream<Account> of(AWSRoleBinding binding) {
        return binding.getSpec().subjects().stream()
                .map(subject -> new Account(binding.getMetadata().getNamespace(), subject.name()))
                .distinct();
    }
}
