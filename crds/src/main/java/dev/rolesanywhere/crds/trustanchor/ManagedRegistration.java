package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.rolesanywhere.client.endpoint.Regions;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A trust anchor and a profile that the operator manages in AWS. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ManagedRegistration(
        @Required
        @Size(max = 12)
        @ValidationRule(
                value = "self.matches('^[0-9]{12}$')",
                message = "account must be an AWS account's 12 digits, such as '111122223333'")
        @JsonPropertyDescription("The account that the operator's AWS credentials belong to.")
        String account,

        @Required
        @Size(max = 63)
        @ValidationRule(
                value = "self.matches('^" + Regions.ANY + "$')",
                message = "region must be an AWS region, such as eu-west-1")
        @JsonPropertyDescription("The region of the trust anchor and the profile.")
        String region,

        @Size(max = 255)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9_-]+$')",
                message = "name must be letters, digits, dashes and underscores, such as prod-1")
        @JsonPropertyDescription(
                "Name of trust anchor and profile in AWS. Default: the trust domain with dashes instead of dots.")
        @Nullable
        String name,

        @Default("Present")
        @JsonPropertyDescription(
                "Present, or Absent to delete the trust anchor and the profile in AWS. Removing the whole entry deletes nothing in AWS.")
        @Nullable
        State state) {
    /** Spelled as the API spells them. */
    public enum State {
        Present,
        Absent,
        /** A value from a newer version. The API server rejects it. */
        @JsonIgnore
        Unknown;

        /** A value from a newer version must affect only this object, not its list. */
        @JsonCreator
        static State read(String text) {
            for (State value : values()) {
                if (value.name().equals(text)) {
                    return value;
                }
            }
            return Unknown;
        }
    }
}
