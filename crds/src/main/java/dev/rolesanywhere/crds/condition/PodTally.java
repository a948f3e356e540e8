package dev.rolesanywhere.crds.condition;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** Pods with the same problem. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodTally(
        @Required @JsonPropertyDescription("The problem, as a constant.")
        String reason,

        @Required @JsonPropertyDescription("Number of pods.")
        Integer count,

        @Required @JsonPropertyDescription("Time since which at least one pod has the problem, RFC 3339.")
        String since,

        @Required @JsonPropertyDescription("Names of at most five of these pods.")
        List<String> pods) {}
