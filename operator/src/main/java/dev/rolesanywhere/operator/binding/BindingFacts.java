package dev.rolesanywhere.operator.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.operator.outcome.Hearsay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an AWSRoleBinding before its status is decided.
 *
 * @param namespaceExcluded whether the installation leaves this namespace alone
 * @param role absent if there is no such AWSRole
 * @param givenBefore by subject, what gives the same role to it already
 * @param missing subjects that are no ServiceAccount yet
 * @param heard of the pods of its subjects
 * @param before the status as it stands
 */
record BindingFacts(
        String namespace,
        AWSRoleBindingSpec spec,
        boolean namespaceExcluded,
        @Nullable Role role,
        List<OlderBinding> givenBefore,
        List<String> missing,
        Hearsay heard,
        @Nullable AWSRoleBindingStatus before) {

    /**
     * @param notReady why it does not serve; absent if it does
     * @param region absent before a registration fits
     * @param sessionDuration as asked for
     */
    record Role(
            String roleARN,
            String account,
            @Nullable String region,
            @Nullable String sessionDuration,
            boolean namespaceAllowed,
            @Nullable String notReady) {}

    /** An older binding that gives the same role to the same ServiceAccount. */
    record OlderBinding(String name, String serviceAccount) {}
}
