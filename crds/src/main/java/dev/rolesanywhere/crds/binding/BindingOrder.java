package dev.rolesanywhere.crds.binding;

import java.util.Comparator;
import java.util.Objects;

/**
 * The order of bindings: the oldest first, bindings of the same age by name. Webhook and issuer must use this same order; otherwise a
 * container could get a role that was not checked.
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
