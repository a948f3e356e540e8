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
        @JsonPropertyDescription("The metadata.generation that this status was decided for.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready, SubjectsFound and PodsServed.") @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("The IAM role that the pods become.") @Nullable
        String roleARN,

        @JsonPropertyDescription("Its account.") @Nullable String account,

        @JsonPropertyDescription("Region in which certificates are exchanged.") @Nullable
        String region,

        @JsonPropertyDescription("How long sessions live: what AWS granted last, or what is asked for.") @Nullable
        String session,

        @JsonPropertyDescription("The subjects, for people.") @Nullable
        String serviceAccounts,

        @JsonPropertyDescription(
                "Serving, or the reason why not. DryRun of a dry run, with the reason behind a comma where it could not serve.")
        @Nullable
        String summary,

        @JsonPropertyDescription(
                "Pods served, of pods of its ServiceAccounts. Of a dry run the pods that would get a sidecar.")
        @Nullable
        String pods,

        @JsonPropertyDescription("The pods that are not served as they should be, by reason.") @Nullable
        List<PodTally> unservedPods,

        @JsonPropertyDescription(
                "Pods whose sidecar another version than the operator's has injected; absent where there are none. They get a new sidecar when they are recreated.")
        @Nullable
        Integer podsOfOtherVersions,

        @JsonPropertyDescription("What a dry run would do; absent where spec.dryRun is not true.") @Nullable
        DryRunStatus dryRun) {
    /** The same with other conditions. */
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
}
