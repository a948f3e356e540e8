package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The state in AWS of one managed registration. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ManagedRegistrationStatus(
        @JsonPropertyDescription("The AWS account.") String account,

        @JsonPropertyDescription("The region.") String region,

        @JsonPropertyDescription("ARN of the trust anchor.") @Nullable
        String trustAnchorARN,

        @JsonPropertyDescription("ARN of the profile, which is created when an AWSRole needs it.") @Nullable
        String profileARN,

        @JsonPropertyDescription(
                "Digest of the last written settings; a difference means that the settings were changed outside the operator.")
        @Nullable
        String applied,

        @JsonPropertyDescription("The last reapply annotation that was applied.") @Nullable
        String reapplied) {}
