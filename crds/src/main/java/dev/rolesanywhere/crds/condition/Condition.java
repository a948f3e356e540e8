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
        @Required @JsonPropertyDescription("Type of the condition.")
        String type,

        @Required @JsonPropertyDescription("True, False or Unknown.")
        Status status,

        @Required @JsonPropertyDescription("The reason, as a constant.")
        String reason,

        @Required @JsonPropertyDescription("The explanation, with what to do next.")
        String message,

        @Required @JsonPropertyDescription("Time of the last status change, RFC 3339.")
        String lastTransitionTime,

        @JsonPropertyDescription("The metadata.generation that this condition describes.") @Nullable
        Long observedGeneration) {

    /** The three values of a condition's status, spelled as the API spells them. */
    public enum Status {
        True,
        False,
        Unknown;

        /** A value from a newer version must not break parsing of the object's list. */
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

    /** A copy whose texts are in memory only once, however many conditions have them. */
    public Condition shared() {
        return new Condition(
                type.intern(),
                status,
                reason.intern(),
                message.intern(),
                lastTransitionTime.intern(),
                observedGeneration);
    }

    public boolean holds() {
        return status == Status.True;
    }
}
