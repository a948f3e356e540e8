package dev.rolesanywhere.crds.condition;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** Pods that are in the same trouble. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodTally(
        @Required @JsonPropertyDescription("What is wrong, as one constant.")
        String reason,

        @Required @JsonPropertyDescription("How many pods.") Integer count,

        @Required @JsonPropertyDescription("Since when at least one has been in it, RFC 3339.")
        String since,

        @Required @JsonPropertyDescription("A few of them by name, not more than five.")
        List<String> pods) {}
