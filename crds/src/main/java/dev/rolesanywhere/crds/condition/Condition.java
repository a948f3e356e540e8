package dev.rolesanywhere.crds.condition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One aspect of an object's state, in the shape of {@code metav1.Condition}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
        @Required @JsonPropertyDescription("What this condition is about.")
        String type,

        @Required @JsonPropertyDescription("True, False or Unknown.")
        Status status,

        @Required @JsonPropertyDescription("Why, as one constant of a closed set.")
        String reason,

        @Required @JsonPropertyDescription("Why, for people, with what to do next.")
        String message,

        @Required @JsonPropertyDescription("When status last changed, RFC 3339.")
        String lastTransitionTime,

        @JsonPropertyDescription("The metadata.generation that this was decided for.") @Nullable
        Long observedGeneration) {

    /** The three values of a condition's status, spelled as the API spells them. */
    public enum Status {
        True,
        False,
        Unknown;

        /** A value of a newer version must not cost the list that the object comes in. */
        @JsonCreator
        static Status read(String text) {
            for (Status value : values()) {
                if (value.name().equals(text)) {
                    return value;
                }
            }
            return Unknown;
        }
    }

    public Condition withMessage(String other) {
        return new Condition(type, status, reason, other, lastTransitionTime, observedGeneration);
    }

    public boolean holds() {
        return status == Status.True;
    }
}
