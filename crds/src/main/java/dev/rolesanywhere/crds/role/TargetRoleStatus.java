package dev.rolesanywhere.crds.role;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The policies that IAM needs for {@code spec.targetRole}, and how long its sessions last during an outage. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TargetRoleStatus(
        @JsonPropertyDescription("Account of the target role.") @Nullable
        String account,

        @JsonPropertyDescription("The IAM trust policy that the target role needs, JSON.") @Nullable
        String trustPolicy,

        @JsonPropertyDescription(
                "The IAM policy that the first role, spec.roleARN, needs in addition to its own, JSON.")
        @Nullable
        String firstRolePolicy,

        @JsonPropertyDescription(
                "How long STS can be unavailable before pods notice: the session duration minus one renewal interval.")
        @Nullable
        String stability) {}
