package dev.rolesanywhere.operator.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.binding.BindingCondition;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.operator.workload.DryRunForecast;
import dev.rolesanywhere.operator.workload.PodHealthReport;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an AWSRoleBinding before its status is decided.
 *
 * @param namespaceExcluded whether the installation leaves this namespace alone
 * @param role absent if there is no such AWSRole
 * @param givenBefore by subject, what gives the same role to it already, or has its profile for another role
 * @param missing subjects that are no ServiceAccount yet
 * @param pods those of its subjects
 * @param podsOfOtherVersions how many of them have a sidecar that another version has injected
 * @param before the status as it stands
 * @param forecast what a dry run would do
 */
record BindingFacts(
        String namespace,
        AWSRoleBindingSpec spec,
        boolean namespaceExcluded,
        @Nullable Role role,
        List<OlderBinding> givenBefore,
        List<String> missing,
        PodHealthReport pods,
        int podsOfOtherVersions,
        @Nullable AWSRoleBindingStatus before,
        DryRunForecast forecast) {
    private static final Set<BindingCondition.Reason> REPORTED_BY_PODS = EnumSet.of(
            BindingCondition.Reason.CertificateRejected,
            BindingCondition.Reason.RefusedByAWS,
            BindingCondition.Reason.CredentialsExpired,
            BindingCondition.Reason.CredentialsShadowed,
            BindingCondition.Reason.QueuedForAWS,
            BindingCondition.Reason.NeverAsked,
            BindingCondition.Reason.Idle);

    /**
     * @param notReady why it does not serve; absent if it does
     * @param region absent before a registration fits
     * @param roleARN of the role whose session pods get
     * @param sessionDuration as asked for
     * @param targetSession the duration of a target role's session, which STS grants as requested; absent without a target role
     */
    record Role(
            String roleARN,
            String account,
            @Nullable String region,
            @Nullable String sessionDuration,
            @Nullable String targetSession,
            boolean namespaceAllowed,
            @Nullable String notReady) {}

    /**
     * What an earlier leader reported of pods, where this one knows nothing better: no pod has called it yet, and it either has not looked yet,
     * or sees no trouble where there was one that cannot be seen.
     */
    Optional<Condition> pastPodsServed() {
        if (before == null || pods.reported().everReported() || pods.worst().isPresent()) {
            return Optional.empty();
        }
        return Conditions.find(before.conditions(), BindingCondition.PodsServed.name())
                // Of a dry run, which this binding was before.
                .filter(condition -> !condition.reason().equals(BindingCondition.Reason.DryRun.name()))
                .filter(condition -> !pods.complete()
                        || (!pods.isEmpty()
                                && REPORTED_BY_PODS.stream()
                                        .anyMatch(it -> it.name().equals(condition.reason()))));
    }

    /**
     * An older binding for the same ServiceAccount.
     *
     * @param profile that it has for another role; absent where it gives the same role
     */
    record OlderBinding(
            String name, String serviceAccount, @Nullable String profile) {
        OlderBinding(String name, String serviceAccount) {
            this(name, serviceAccount, null);
        }
    }
}
