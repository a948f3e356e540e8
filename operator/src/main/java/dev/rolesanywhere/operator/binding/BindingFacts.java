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
 * The facts for the status of an AWSRoleBinding.
 *
 * @param namespaceExcluded whether the installation excludes this namespace
 * @param role absent if the AWSRole does not exist
 * @param givenBefore by subject, the older binding with the same role, or with the same profile for another role
 * @param missing subjects whose ServiceAccount does not exist yet
 * @param pods of its subjects
 * @param podsOfOtherVersions how many of them have a sidecar of another version
 * @param before the present status
 * @param forecast the effects of a dry run
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
            BindingCondition.Reason.AWSUnreachable,
            BindingCondition.Reason.AWSNotCalled,
            BindingCondition.Reason.CredentialsExpired,
            BindingCondition.Reason.CredentialsShadowed,
            BindingCondition.Reason.QueuedForAWS,
            BindingCondition.Reason.NeverAsked,
            BindingCondition.Reason.Idle);

    /**
     * @param obstacle why it gives no credentials; absent if it does
     * @param region absent until a registration fits
     * @param roleARN of the role whose session pods get
     * @param sessionDuration as requested
     * @param targetSession the duration of a target role's session, which STS grants as requested; absent without a target role
     */
    record Role(
            String roleARN,
            String account,
            @Nullable String region,
            @Nullable String sessionDuration,
            @Nullable String targetSession,
            boolean namespaceAllowed,
            @Nullable Obstacle obstacle) {}

    /**
     * Why a role does not serve.
     *
     * @param reason of the binding: the object that is not ready
     * @param cause the reason that this object's own condition has; absent where it has none yet
     * @param message which has the remedy
     */
    record Obstacle(
            BindingCondition.Reason reason, @Nullable String cause, String message) {
        /** For a column: the object, and what is wrong with it. */
        String summary() {
            return cause == null ? reason.name() : reason.name() + "," + cause;
        }
    }

    /**
     * The previous leader's result, if this leader has no better one. This is the case until a pod sends a request, if
     * no check has run yet or if the check cannot show the reported problem.
     */
    Optional<Condition> pastPodsServed() {
        if (before == null || pods.reported().everReported() || pods.worst().isPresent()) {
            return Optional.empty();
        }
        return Conditions.find(before.conditions(), BindingCondition.PodsServed.name())
                // From the time when this binding was a dry run.
                .filter(condition -> !condition.reason().equals(BindingCondition.Reason.DryRun.name()))
                .filter(condition -> !pods.complete()
                        || (!pods.isEmpty()
                                && REPORTED_BY_PODS.stream()
                                        .anyMatch(it -> it.name().equals(condition.reason()))));
    }

    /**
     * An older binding for the same ServiceAccount.
     *
     * @param profile that it has for another role; absent if it has the same role
     */
    record OlderBinding(
            String name, String serviceAccount, @Nullable String profile) {
        OlderBinding(String name, String serviceAccount) {
            this(name, serviceAccount, null);
        }
    }
}
