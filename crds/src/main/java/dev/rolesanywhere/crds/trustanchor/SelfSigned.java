package dev.rolesanywhere.crds.trustanchor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SelfSigned(
        @Default("P256") @JsonPropertyDescription("Key of the CA: P256 (ECDSA) or RSA3072.") @Nullable
        KeyAlgorithm keyAlgorithm,

        @Default("87600h")
        @Size(max = 16)
        @ValidationRule(
                value =
                        "self.matches('^[0-9]+h$') && duration(self) >= duration('720h') && duration(self) <= duration('219000h')",
                message =
                        "duration must be in hours, from 720h (30 days) to 219000h (25 years), such as 87600h for ten years")
        @JsonPropertyDescription("Lifetime of the CA certificate, in hours. Applies when the CA is created.")
        @Nullable
        String duration) {
    /** Spelled as the API spells them. */
    public enum KeyAlgorithm {
        P256,
        RSA3072,
        /** A value from a newer version. The API server rejects it. */
        @JsonIgnore
        Unknown;

        /** A value from a newer version must affect only this object, not its list. */
        @JsonCreator
        static KeyAlgorithm read(String text) {
            for (KeyAlgorithm value : values()) {
                if (value.name().equals(text)) {
                    return value;
                }
            }
            return Unknown;
        }
    }
}
