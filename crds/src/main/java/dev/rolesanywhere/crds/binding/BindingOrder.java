package dev.rolesanywhere.crds.binding;

import java.util.Comparator;
import java.util.Objects;

/**
 * Which of several bindings counts: the oldest, and of equally old ones the first by name. The only order of bindings in this
 * product: where webhook and issuer order them differently, a container can get another role than the one that was checked.
 */
public final class BindingOrder {
    public static final Comparator<AWSRoleBinding> OLDEST_FIRST = Comparator.comparing(BindingOrder::createdAt)
            .thenComparing(
                    binding -> Objects.requireNonNullElse(binding.getMetadata().getName(), ""));

    private BindingOrder() {}

    private static String createdAt(AWSRoleBinding binding) {
        // RFC 3339 in UTC with whole seconds, so that the order of texts is the order of times.
        return Objects.requireNonNullElse(binding.getMetadata().getCreationTimestamp(), "");
    }
}
