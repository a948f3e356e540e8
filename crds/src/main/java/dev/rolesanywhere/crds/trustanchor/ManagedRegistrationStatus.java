package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What the operator keeps in AWS for one managed registration. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ManagedRegistrationStatus(
        @JsonPropertyDescription("The AWS account.") String account,

        @JsonPropertyDescription("The region.") String region,

        @JsonPropertyDescription("ARN of the trust anchor.") @Nullable
        String trustAnchorARN,

        @JsonPropertyDescription("ARN of the profile; made when there is an AWSRole for it.") @Nullable
        String profileARN,

        @JsonPropertyDescription("Digest of what was written last: a difference from it is somebody else's doing.")
        @Nullable
        String applied,

        @JsonPropertyDescription("The reapply annotation that was obeyed last.") @Nullable
        String reapplied) {}
