package dev.rolesanywhere.crds.role;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.PodTally;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AWSRoleStatus(
        @JsonPropertyDescription("The metadata.generation that this status describes.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready, AcceptedByAWS and SessionDurationHonored.") @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("AWS account of the role.") @Nullable
        String account,

        @JsonPropertyDescription("Region in which its certificates are exchanged.") @Nullable
        String region,

        @JsonPropertyDescription("The registration that serves this role.") @Nullable
        String trustAnchorARN,

        @JsonPropertyDescription("The Roles Anywhere profile of its sessions.") @Nullable
        String profileARN,

        @JsonPropertyDescription("The IAM trust policy that this role needs, JSON.") @Nullable
        String trustPolicy,

        @JsonPropertyDescription("The IAM policies that spec.targetRole needs.") @Nullable
        TargetRoleStatus targetRole,

        @JsonPropertyDescription("Number of AWSRoleBindings for this role.") @Nullable
        Integer bindings,

        @JsonPropertyDescription("Served pods of all pods of bound ServiceAccounts.") @Nullable
        String pods,

        @JsonPropertyDescription("The pods with a problem, by reason; named with their namespace.") @Nullable
        List<PodTally> unservedPods) {
    /** A copy with other conditions. */
    public AWSRoleStatus with(@Nullable List<Condition> others) {
        return new AWSRoleStatus(
                observedGeneration,
                others,
                account,
                region,
                trustAnchorARN,
                profileARN,
                trustPolicy,
                targetRole,
                bindings,
                pods,
                unservedPods);
    }
}
