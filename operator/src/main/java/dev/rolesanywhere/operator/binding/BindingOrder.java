package dev.rolesanywhere.operator.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.operator.binding.BindingFacts.OlderBinding;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Which of several bindings counts: the oldest, and of equally old ones the first by name. */
public final class BindingOrder {
    public static final Comparator<AWSRoleBinding> OLDEST_FIRST = Comparator.comparing(BindingOrder::createdAt)
            .thenComparing(binding -> binding.getMetadata().getName());

    private BindingOrder() {}

    /** By subject, the oldest other binding of the namespace that gives it the same role. */
    static List<OlderBinding> givenBefore(AWSRoleBinding binding, List<AWSRoleBinding> ofTheNamespace) {
        List<AWSRoleBinding> older = ofTheNamespace.stream()
                .filter(other ->
                        other.getSpec().roleRef().equals(binding.getSpec().roleRef()))
                .filter(other -> OLDEST_FIRST.compare(other, binding) < 0)
                .sorted(OLDEST_FIRST)
                .toList();
        return binding.getSpec().subjects().stream()
                .map(Subject::name)
                .distinct()
                .flatMap(subject -> older.stream()
                        .filter(other -> other.getSpec().names(subject))
                        .limit(1)
                        .map(other -> new OlderBinding(other.getMetadata().getName(), subject)))
                .toList();
    }

    private static String createdAt(AWSRoleBinding binding) {
        // RFC 3339 in UTC with whole seconds, so that the order of texts is the order of times.
        return Objects.requireNonNullElse(binding.getMetadata().getCreationTimestamp(), "");
    }
}
