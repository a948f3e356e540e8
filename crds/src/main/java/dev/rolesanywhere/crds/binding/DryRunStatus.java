package dev.rolesanywhere.crds.binding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** What an AWSRoleBinding would do if it were no dry run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DryRunStatus(
        @Required @JsonPropertyDescription("ServiceAccounts that it names and that exist.")
        Integer serviceAccounts,

        @Required @JsonPropertyDescription("Running pods of these ServiceAccounts that have not opted out.")
        Integer pods,

        @Required @JsonPropertyDescription("What would become of these pods, by effect.")
        List<Effect> effects) {

    /** Pods of which the same would become. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Effect(
            @Required
            @JsonPropertyDescription(
                    "WouldInject, WouldInjectShadowed, HasSidecar, LosesCredentials, or the reason by which the pod would be rejected.")
            String effect,

            @Required @JsonPropertyDescription("How many pods.")
            Integer count,

            @Required @JsonPropertyDescription("A few of them by name, not more than five.")
            List<String> pods) {}
}
