package dev.rolesanywhere.crds.binding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** The effects of an AWSRoleBinding without dryRun. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DryRunStatus(
        @Required @JsonPropertyDescription("Existing ServiceAccounts that the binding names.")
        Integer serviceAccounts,

        @Required @JsonPropertyDescription("Running pods of these ServiceAccounts, without pods that opted out.")
        Integer pods,

        @Required @JsonPropertyDescription("The effects on these pods.")
        List<Effect> effects) {

    /** Pods with the same effect. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Effect(
            @Required
            @JsonPropertyDescription(
                    "WouldInject, WouldInjectShadowed, HasSidecar, LosesCredentials, or the reason why the pod would be rejected.")
            String effect,

            @Required @JsonPropertyDescription("Number of pods.")
            Integer count,

            @Required @JsonPropertyDescription("Names of at most five of these pods.")
            List<String> pods) {}
}
