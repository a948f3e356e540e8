package dev.rolesanywhere.crds.binding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.PodTally;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AWSRoleBindingStatus(
        @JsonPropertyDescription("The metadata.generation that this status describes.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready, SubjectsFound and PodsServed.") @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("The IAM role whose session pods get: the AWSRole's target role, or else its role.")
        @Nullable
        String roleARN,

        @JsonPropertyDescription("AWS account of the role.") @Nullable
        String account,

        @JsonPropertyDescription("Region in which certificates are exchanged.") @Nullable
        String region,

        @JsonPropertyDescription(
                "Duration of the sessions that pods get: the last one that AWS granted, or the requested one.")
        @Nullable
        String session,

        @JsonPropertyDescription("The subjects, as text.") @Nullable
        String serviceAccounts,

        @JsonPropertyDescription(
                "Serving, or the reason why not. If the AWSRole or AWSTrustAnchor is not ready, its own reason follows after a comma."
                        + " DryRun for a dry run; if the binding could not serve, the reason follows after a comma.")
        @Nullable
        String summary,

        @JsonPropertyDescription(
                "Served pods of all pods of the ServiceAccounts. For a dry run, the pods that would get a sidecar.")
        @Nullable
        String pods,

        @JsonPropertyDescription("The pods with a problem, by reason.") @Nullable
        List<PodTally> unservedPods,

        @JsonPropertyDescription(
                "Pods whose sidecar has a different version than the operator; absent if there are none. They get the current sidecar"
                        + " when they are recreated.")
        @Nullable
        Integer podsOfOtherVersions,

        @JsonPropertyDescription("What a dry run would do; absent unless spec.dryRun is true.") @Nullable
        DryRunStatus dryRun) {
    /** A copy with other conditions. */
    public AWSRoleBindingStatus with(@Nullable List<Condition> others) {
        return new AWSRoleBindingStatus(
                observedGeneration,
                others,
                roleARN,
                account,
                region,
                session,
                serviceAccounts,
                summary,
                pods,
                unservedPods,
                podsOfOtherVersions,
                dryRun);
    }

    /** A copy whose texts are in memory only once, however many bindings have them. */
    public AWSRoleBindingStatus shared() {
        return new AWSRoleBindingStatus(
                observedGeneration,
                conditions == null
                        ? null
                        : conditions.stream().map(Condition::shared).toList(),
                shared(roleARN),
                shared(account),
                shared(region),
                shared(session),
                shared(serviceAccounts),
                shared(summary),
                shared(pods),
                unservedPods,
                podsOfOtherVersions,
                dryRun);
    }

    private static @Nullable String shared(@Nullable String text) {
        return text == null ? null : text.intern();
    }
}
